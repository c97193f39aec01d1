import { expect, test } from "vitest";
import { share, shortMs } from "../../../../sandbox/report/load/figures.ts";

test.each([
  [0, "0 %"],
  [1, "100 %"],
  [0.95, "95 %"],
  [0.999, "99.9 %"],
  [0.9991, "99.91 %"],
  [0.99999, "99.999 %"],
  [0.000123, "0.012 %"],
  [0.9999999, "99.99999 %"],
  [0.123, "12 %"],
  [2, "200 %"],
])("%d is %s: as many digits as tell it from nothing and from all", (ratio, text) => {
  expect(share(ratio)).toBe(text);
});

test.each([
  [0, "0.00"],
  [0.8349, "0.83"],
  [1.5, "1.50"],
  [12.34, "12.3"],
  [1402.7, "1403"],
])("%d ms is %s", (ms, text) => {
  expect(shortMs(ms)).toBe(text);
});
