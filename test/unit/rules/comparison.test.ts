import { expect, test } from "vitest";
import { comparisonOf } from "../../../sandbox/rules/comparison.ts";

test.each([
  ["up == 0", { measured: "up", sign: "==", threshold: 0 }],
  ["sum(a) / sum(b)\n > 0.05", { measured: "sum(a) / sum(b)", sign: ">", threshold: 0.05 }],
  ["(sum(rate(x[5m])) < 1)", { measured: "sum(rate(x[5m]))", sign: "<", threshold: 1 }],
  ["85 <= memory", { measured: "memory", sign: ">=", threshold: 85 }],
  ["a + (b > 1) != -2", { measured: "a + (b > 1)", sign: "!=", threshold: -2 }],
])("%s is what is measured, and a number", (expr, comparison) => {
  expect(comparisonOf(expr)).toEqual(comparison);
});

test.each(["a > b", "a > 1 and b > 2", "absent(up)", "a + 1", "sum(a > 1)"])("%s is no such thing", (expr) => {
  expect(comparisonOf(expr)).toBeUndefined();
});
