import { expect, test } from "vitest";
import { firstEvidence } from "../../../sandbox/drill/play/evidence.ts";
import type { Series } from "../../../sandbox/observe/series.ts";

const series = (...samples: [number, string][]): Series => ({ labels: {}, samples });
const grows = { selector: "errors", shows: "above what it was" } as const;
const zero = { selector: "up", shows: "zero" } as const;

test("the first sample above what it was when the fault was asked for", () => {
  expect(firstEvidence([series([10, "3"], [20, "3"], [30, "4"], [40, "5"])], grows, 15)).toBe(30);
  expect(firstEvidence([series([10, "3"], [20, "3"], [30, "3"])], grows, 15)).toBeUndefined();
  expect(firstEvidence([series([10, "3"], [14, "5"], [20, "5"])], grows, 15)).toBeUndefined();
});

test("a series that was not there before counts from zero", () => {
  expect(firstEvidence([series([30, "1"])], grows, 15)).toBe(30);
  expect(firstEvidence([series([30, "0"])], grows, 15)).toBeUndefined();
  expect(firstEvidence([], grows, 15)).toBeUndefined();
});

test("the first zero since it was asked for; an earlier one proves nothing", () => {
  expect(firstEvidence([series([10, "1"], [20, "0"])], zero, 15)).toBe(20);
  expect(firstEvidence([series([10, "0"], [20, "1"])], zero, 15)).toBeUndefined();
});

test("of several series, the earliest", () => {
  expect(firstEvidence([series([30, "1"]), series([20, "1"])], grows, 15)).toBe(20);
});
