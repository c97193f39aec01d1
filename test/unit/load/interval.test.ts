import { expect, test } from "vitest";
import { requestsNeeded, shareInterval } from "../../../load/judge/interval.ts";
import { percent } from "../../../load/judge/percent.ts";

test.each([
  // Of Newcombe's 1998 paper, the score method without continuity correction.
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("%d of %d lie between %f and %f", (good, of, low, high) => {
  const found = shareInterval(good, of);
  expect([Number(found.low.toFixed(4)), Number(found.high.toFixed(4))]).toEqual([low, high]);
});

test("that none failed is no proof of 99.9 % before there are 3,838 of them", () => {
  expect(requestsNeeded(1, 0.999)).toBe(3838);
  expect(shareInterval(3838, 3838).low).toBeGreaterThanOrEqual(0.999);
  expect(shareInterval(3837, 3837).low).toBeLessThan(0.999);
});

test.each([
  [0.9985, 0.999],
  [0.96, 0.95],
  [0.99995, 0.999],
  [0.4, 0.5],
])("at %f it takes just as many as are needed to tell %f", (share, objective) => {
  const needed = requestsNeeded(share, objective) ?? 0;
  const leavesOut = (of: number): boolean => {
    const { low, high } = shareInterval(share * of, of);
    return low >= objective || high < objective;
  };
  expect(leavesOut(needed + 1)).toBe(true);
  expect(leavesOut(needed - 1)).toBe(false);
});

test("no number of requests tells a share that is just the objective", () => {
  expect(requestsNeeded(0.999, 0.999)).toBeNull();
});

test.each([
  [1, "100 %"],
  [0.999, "99.9 %"],
  [0.99765, "99.765 %"],
  [0.99998765, "99.99877 %"],
  [0.5, "50 %"],
  [0, "0 %"],
])("%f is %s", (share, said) => {
  expect(percent(share)).toBe(said);
});
