import { expect, test } from "vitest";
import { badForCertain, cannotHold } from "../../../load/judge/cannot-hold.ts";
import { judgeLoad } from "../../../load/judge/judge-load.ts";
import type { ClientSide, Objectives } from "../../../load/objectives.ts";
import type { LoadSecond } from "../../../load/record.ts";
import { recorded } from "./recorded-load.ts";

const expected = (objective: number, client: ClientSide): Objectives => ({
  period: "30d",
  objectives: [{ name: "it", objective, client }],
  thresholds: [],
});
const errorFree = expected(0.999, { "status-below": 500 });
const available = expected(0.999, { answered: true });
const fast = expected(0.95, { "latency-ms": 200 });
const second = (of: Partial<LoadSecond>): LoadSecond => ({
  second: 0,
  due: 100,
  sent: 100,
  completed: 100,
  failed: 0,
  answered: 100,
  latencyMs: { p50: 20, p95: 30, p99: 40, max: 50 },
  ...of,
});

test("an objective is lost once it would be missed even if all the rest were good", () => {
  // Of 10,000, ten may fail, and seventeen are too many to be by chance.
  expect(cannotHold(recorded({ answers: { 200: 100, 500: 16 } }), errorFree, 10_000)).toBeNull();
  expect(cannotHold(recorded({ answers: { 200: 100, 500: 17 } }), errorFree, 10_000)).toBe(
    "it can't be 99.9 % any more: of the first 117 requests at least 17 were bad, and of all 10000 only 10 may be",
  );
  expect(cannotHold(recorded({ answers: { 200: 100, 500: 17 } }), errorFree, 100_000)).toBeNull();
});

test("what was lost deviates, whenever the load is ended for it", () => {
  for (const good of [0, 500, 9983]) {
    const record = recorded({ answers: { 200: good, 500: 17 }, stopped: "it can't be 99.9 % any more" });
    expect(judgeLoad(record, errorFree, null, null).outcome).toBe("deviated");
  }
});

test("requests without an answer are bad for all of them, and what was under way at the end is not yet", () => {
  const refused = recorded({ errors: { connection: 10, timeout: 5 }, busy: 2 });
  expect(cannotHold(refused, available, 10_000)).toContain("17 were bad");
  expect(cannotHold(refused, errorFree, 10_000)).toContain("17 were bad");
  expect(cannotHold(recorded({ lost: 5000 }), available, 10_000)).toBeNull();
});

test("what the profile does not expect is bad by its status alone", () => {
  expect(badForCertain(recorded({ answers: { 200: 5, 404: 7, 500: 2, 503: 1 } }), { "status-below": 500 })).toBe(3);
  expect(badForCertain(recorded({ answers: { 200: 5, 404: 7, 500: 2, 503: 1 } }), { answered: true })).toBe(0);
  expect(badForCertain(recorded({ answers: { 200: 5, 404: 7 }, bodies: 2 }), { "as-expected": true })).toBe(9);
});

test("slow answers count by the quantiles of each second, never more than there were", () => {
  const slow = { p50: 300, p95: 400, p99: 400, max: 500 };
  const seconds = (count: number, latencyMs: LoadSecond["latencyMs"], silent = 0) => ({
    ...recorded({ answers: { 200: 100 * count } }),
    timeline: Array.from({ length: count }, () => second({ latencyMs, failed: silent, answered: 100 - silent })),
  });
  // Of 1,000, 50 may be slow: in each of these seconds 50 are.
  expect(cannotHold(seconds(1, slow), fast, 1000)).toBeNull();
  expect(cannotHold(seconds(2, slow), fast, 1000)).toContain("100 were bad");
  expect(cannotHold(seconds(2, slow, 60), fast, 1000)).toBeNull();
  // With a wrong body it is as slow.
  const wrong = {
    ...seconds(2, slow),
    timeline: [0, 1].map(() => second({ latencyMs: slow, completed: 0, failed: 100 })),
  };
  expect(cannotHold(wrong, fast, 1000)).toContain("100 were bad");
  expect(cannotHold(seconds(2, { ...slow, p50: 20 }), fast, 1000)).toBeNull();
  expect(cannotHold(seconds(20, { ...slow, p50: 20 }), fast, 1000)).toContain("100 were bad");
  expect(cannotHold(seconds(9, { p50: 2, p95: 3, p99: 4, max: 9000 }), fast, 1000)).toBeNull();
  expect(cannotHold(seconds(9, null), fast, 1000)).toBeNull();
});

test("where nobody knows how many are still to come, nothing is lost", () => {
  expect(cannotHold(recorded({ answers: { 500: 1_000_000 } }), errorFree, null)).toBeNull();
});
