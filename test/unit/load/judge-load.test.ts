import { expect, test } from "vitest";
import { judgeLoad } from "../../../load/judge/judge-load.ts";
import type { PrometheusSide } from "../../../load/judge/prometheus-side.ts";
import type { Objective, Objectives } from "../../../load/objectives.ts";
import { recorded } from "./recorded-load.ts";

const available: Objective = {
  name: "availability",
  objective: 0.999,
  client: { answered: true },
  prometheus: { ratio: "up" },
};
const fast: Objective = {
  name: "latency",
  objective: 0.95,
  client: { "latency-ms": 200 },
  prometheus: { buckets: "b" },
};
const errorFree: Objective = {
  name: "errors",
  objective: 0.999,
  client: { "status-below": 500 },
  prometheus: { good: "g", total: "t" },
};
const expected = (...objectives: Objective[]): Objectives => ({ period: "30d", objectives, thresholds: [] });
const verdictOf = (happened: Parameters<typeof recorded>[0], ...objectives: Objective[]) =>
  judgeLoad(recorded(happened), expected(...objectives), null, null);
const side = (happened: Parameters<typeof recorded>[0], objective: Objective) =>
  verdictOf(happened, objective).objectives[0]?.client;

test("a load that keeps the guide's objectives holds", () => {
  const verdict = verdictOf({ answers: { 200: 59_990, 503: 10 } }, available, fast, errorFree);
  expect(verdict.outcome).toBe("held");
  expect(verdict.summary).toBe("held: availability, latency, errors");
  expect(verdict.objectives.map(({ name, outcome, client }) => [name, outcome, client.value])).toEqual([
    ["availability", "held", 1],
    ["latency", "held", 1],
    ["errors", "held", 59_990 / 60_000],
  ]);
});

test.each([
  ["errors", errorFree, { answers: { 200: 59_800, 503: 200 } }],
  ["availability", available, { answers: { 200: 59_800 }, errors: { connection: 50, closed: 50, timeout: 100 } }],
  ["availability, though they were never sent", available, { answers: { 200: 59_800 }, busy: 200 }],
  ["latency", fast, { answers: { 200: 60_000 }, latency: [[56_000, 20] as const, [4000, 201] as const] }],
  ["errors, by requests without an answer", errorFree, { answers: { 200: 59_800 }, errors: { closed: 200 } }],
])("and one that misses one deviates: %s", (_, objective, happened) => {
  const verdict = verdictOf(happened, objective);
  expect(verdict.outcome).toBe("deviated");
  expect(verdict.objectives[0]?.client).toMatchObject({ outcome: "deviated", needed: null });
  expect(verdict.objectives[0]?.client.margin).toBeLessThan(0);
});

test("what was spent of the error budget is of this run's requests, and of the whole period", () => {
  const spent = side({ answers: { 200: 59_940, 500: 60 } }, errorFree);
  expect(spent?.burnRate).toBeCloseTo(1, 9);
  // A minute of thirty days.
  expect(spent?.budgetSpent).toBeCloseTo(1 / (30 * 24 * 60), 12);
  expect(side({ answers: { 200: 60_000 } }, errorFree)).toMatchObject({
    burnRate: 0,
    budgetSpent: 0,
    margin: 1 - 0.999,
  });
  expect(side({ answers: { 200: 30_000, 500: 30_000 } }, errorFree)?.burnRate).toBeCloseTo(500, 6);
});

test("too few requests tell nothing, and how many would is said", () => {
  const few = side({ answers: { 200: 1000 } }, errorFree);
  expect(few).toMatchObject({ outcome: "inconclusive", value: 1, requests: 1000, needed: 3838 });
  expect(few?.observed).toBe(
    "100 % of 1000 requests (99.617 % to 100 %), 0 bad where 1 may be; " +
      "too few to tell whether it is 99.9 %; 3838 such requests would do",
  );
  expect(side({ answers: { 200: 4000 } }, errorFree)?.outcome).toBe("held");
  // Even though it is below the objective.
  expect(side({ answers: { 200: 1998, 500: 3 } }, errorFree)?.outcome).toBe("inconclusive");
  expect(side({ answers: { 200: 20, 500: 20 } }, errorFree)?.outcome).toBe("deviated");
});

test("no traffic at all is null, and inconclusive", () => {
  expect(side({}, errorFree)).toEqual({
    outcome: "inconclusive",
    value: null,
    margin: null,
    low: null,
    high: null,
    requests: null,
    scrapes: null,
    sure: false,
    needed: null,
    burnRate: null,
    budgetSpent: null,
    observed: "nothing was sent",
  });
});

test("what was still under way at the end is good or bad, and where that matters it is said", () => {
  expect(side({ answers: { 200: 59_999 }, lost: 1 }, available)?.outcome).toBe("held");
  const many = side({ answers: { 200: 59_800 }, lost: 200 }, available);
  expect(many).toMatchObject({ outcome: "inconclusive", high: 1 });
  expect(many?.observed).toContain("200 had no answer yet when the load ended");
  expect(side({ answers: { 200: 59_800, 500: 500 }, lost: 1 }, errorFree)?.outcome).toBe("deviated");
});

test("without statuses, answers that were not what the profile expects may be good or bad", () => {
  const record = recorded({ answers: { 200: 59_800, 404: 200 } });
  const { answers: _, ...count } = record.count;
  const [verdict] = judgeLoad({ ...record, count }, expected(errorFree), null, null).objectives;
  expect(verdict?.outcome).toBe("inconclusive");
  expect(verdict?.client.observed).toContain("does not say what status 200 answers had");
  expect(side({ answers: { 200: 59_800, 404: 200 } }, errorFree)?.outcome).toBe("held");
});

test("a generator that was itself the bottleneck makes everything inconclusive", () => {
  const behind = "the load generator fell behind: 3 cores of 2";
  for (const answers of [{ 200: 60_000 }, { 500: 60_000 }]) {
    const verdict = verdictOf({ answers, behind }, available, errorFree);
    expect(verdict).toMatchObject({ outcome: "inconclusive", summary: behind });
    expect(verdict.objectives.map((one) => one.outcome)).toEqual(["inconclusive", "inconclusive"]);
  }
});

test("a load that was ended before its time shows what it missed, and proves nothing else", () => {
  const verdict = verdictOf({ answers: { 200: 59_000, 500: 1000 }, stopped: "enough" }, available, errorFree);
  expect(verdict.objectives.map((one) => one.outcome)).toEqual(["inconclusive", "deviated"]);
  expect(verdict.summary).toBe("missed: errors; can't be told: availability; ended before its time: enough");
});

test("alerts that fired meanwhile are told, and change nothing", () => {
  const alerts = [{ alert: "HighErrorRate", from: 12, until: null, labels: { job: "api" } }];
  const record = recorded({ answers: { 200: 60_000 } });
  const verdict = judgeLoad(record, expected(available), null, alerts);
  expect(verdict.outcome).toBe("held");
  expect(verdict.alerts).toEqual(alerts);
  expect(judgeLoad(record, expected(available), null, null).alerts).toBeNull();
});

test("nothing expected is nothing held", () => {
  expect(verdictOf({ answers: { 200: 60_000 } })).toMatchObject({
    outcome: "inconclusive",
    summary: "no objectives: nothing was judged; write load/objectives.yml",
  });
  expect(verdictOf({ answers: { 404: 60_000 } }).summary).toBe(
    "missed: answers as the profile expects; no objectives: nothing was judged; write load/objectives.yml",
  );
});

const thresholds = [
  { name: "memory", expr: "memory_usage_percent", below: 85 },
  { name: "workers", expr: "workers", above: 2 },
];
test.each([
  [{ memory: [60, 84.9], workers: [3] }, "held", [84.9, 3]],
  [{ memory: [60, 85], workers: [3] }, "deviated", [85, 3]],
  [{ memory: [60], workers: [3, 2] }, "deviated", [60, 2]],
  [{ memory: [60] }, "inconclusive", [60, null]],
  [{ memory: [Number.NaN], workers: [3] }, "inconclusive", [null, 3]],
] as const)("thresholds are on each series: %j is %s", (values, outcome, worst) => {
  const measured: PrometheusSide = { objectives: {}, thresholds: values };
  const record = recorded({ answers: { 200: 60_000 } });
  const verdict = judgeLoad(record, { period: "30d", objectives: [], thresholds }, measured, null);
  expect(verdict.outcome).toBe(outcome);
  expect(verdict.thresholds.map((one) => one.value)).toEqual(worst);
});

test("without a Prometheus there are no thresholds, and nothing but the client's side", () => {
  const record = recorded({ answers: { 200: 60_000 } });
  const verdict = judgeLoad(record, { period: "30d", objectives: [available], thresholds }, null, null);
  expect(verdict).toMatchObject({
    outcome: "held",
    thresholds: [],
    objectives: [{ prometheus: null, difference: null }],
  });
});

const exact: Objective = { name: "answers", objective: 0.999, client: { "as-expected": true } };

test("answers that were all wrong never hold, whatever the objectives take for good", () => {
  const verdict = verdictOf({ answers: { 200: 500 }, bodies: 500 }, { ...available, objective: 0.9 });
  expect(verdict.objectives[0]?.outcome).toBe("held");
  expect(verdict).toMatchObject({ outcome: "deviated", unexpected: { judged: false, outcome: "deviated" } });
  expect(verdict.unexpected?.observed).toBe(
    "500 of 500 requests were not answered as the profile expects (500 body); " +
      "no objective counts them, { as-expected: true } would",
  );
  expect(verdict.summary).toBe("missed: answers as the profile expects; held: availability");
  expect(verdictOf({ answers: { 200: 500 }, bodies: 500 }, exact).objectives[0]).toMatchObject({ outcome: "deviated" });
});

test("twin: answers as expected leave nothing to say, and what an objective counts may be as many as it says", () => {
  expect(verdictOf({ answers: { 200: 60_000 } }, available)).toMatchObject({ outcome: "held", unexpected: null });
  const few = { answers: { 200: 59_995, 404: 5 } };
  expect(verdictOf(few, available, exact)).toMatchObject({ outcome: "held", unexpected: { judged: true } });
  // A 404 is no error by its status; a 500 is.
  expect(verdictOf(few, errorFree)).toMatchObject({ outcome: "deviated", unexpected: { judged: false } });
  const failing = { answers: { 200: 59_995, 500: 5 } };
  expect(verdictOf(failing, errorFree)).toMatchObject({ outcome: "held", unexpected: { outcome: "held" } });
  expect(verdictOf({ ...few, behind: "late" }, errorFree).outcome).toBe("inconclusive");
});

test("what got no answer is bad to every objective, and without one inconclusive", () => {
  const silent = { errors: { connection: 300 } };
  expect(verdictOf(silent, fast)).toMatchObject({ outcome: "deviated", unexpected: { judged: true } });
  expect(verdictOf(silent)).toMatchObject({ outcome: "inconclusive", unexpected: { judged: false } });
  expect(verdictOf(silent).unexpected?.observed).toContain("not one of 300 requests was answered (300 connection)");
});
