import { expect, test } from "vitest";
import { alertPeriods } from "../../../sandbox/observe/alerts.ts";
import { gaps } from "../../../sandbox/observe/gaps.ts";
import type { Series } from "../../../sandbox/observe/series.ts";

const every = (at: readonly number[], labels: Record<string, string> = {}, value = "1"): Series => ({
  labels,
  samples: at.map((one) => [one, value]),
});
const alert = (state: string, at: readonly number[], more: Record<string, string> = {}): Series =>
  every(at, { __name__: "ALERTS", alertname: "A", alertstate: state, job: "api", ...more });
const evaluated = [every([0, 10, 20, 30, 40, 50, 60], { rule_group: "g" }), every([5, 15], { rule_group: "h" })];

test("a period lasts from the first evaluation that says so to the first that no longer does", () => {
  expect(alertPeriods([alert("firing", [30, 40]), alert("pending", [10, 20])], evaluated)).toEqual([
    { name: "A", labels: { job: "api" }, state: "pending", from: 10, until: 30 },
    { name: "A", labels: { job: "api" }, state: "firing", from: 30, until: 50 },
  ]);
});

test("what is still so at the last evaluation has no end", () => {
  expect(alertPeriods([alert("firing", [50, 60])], evaluated)).toMatchObject([{ from: 50, until: null }]);
});

test("what comes again is another period, at a single missing evaluation", () => {
  expect(alertPeriods([alert("firing", [10, 30])], evaluated)).toMatchObject([
    { from: 10, until: 20 },
    { from: 30, until: 40 },
  ]);
});

test("instances are told apart, and the evaluations of other groups play no part", () => {
  const two = [alert("firing", [10, 20]), alert("firing", [20, 30], { job: "db" })];
  expect(alertPeriods(two, evaluated).map(({ labels, from, until }) => [labels["job"], from, until])).toEqual([
    ["api", 10, 30],
    ["db", 20, 40],
  ]);
  expect(alertPeriods(two, [])).toEqual([]);
});

test("alerts of one name in two groups each follow the evaluations of their own", () => {
  const slow = every([7, 27, 47], { rule_group: "slow" });
  const two = [alert("firing", [20, 30]), alert("firing", [7, 27], { severity: "low" })];
  expect(alertPeriods(two, [slow, ...evaluated]).map(({ from, until }) => [from, until])).toEqual([
    [7, 47],
    [20, 40],
  ]);
});

test("samples further apart than an interval and a half are a gap of what is beyond one interval", () => {
  expect(gaps(every([0, 100, 200, 450, 550]), 100)).toEqual([{ at: 200, lengthMs: 150 }]);
  expect(gaps(every([0, 100, 250]), 100)).toEqual([]);
  expect(gaps(every([0]), 100)).toEqual([]);
});
