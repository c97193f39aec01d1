import { expect, test } from "vitest";
import { claimsOf } from "../../../sandbox/prove/claims.ts";
import type { StateSeen } from "../../../sandbox/prove/claims.ts";

const watch = { fromMs: 300_000, untilMs: 1_800_000, guardMs: 30_000, evaluationMs: 15_000 };
const seen = (state: "pending" | "firing", from: number, until: number | null): StateSeen => ({
  labels: { job: "api" },
  state,
  from: from * 1000,
  until: until === null ? null : until * 1000,
});
const said = (states: readonly StateSeen[], forMs = 120_000): string[] =>
  claimsOf([{ alert: "A", forMs, states }], watch).map(({ says }) => says);

test("of an alert that fired all is claimed but what lies within the guard", () => {
  expect(said([seen("pending", 600, 720), seen("firing", 720, 1200)])).toEqual([
    "A is inactive from 5m to 9m30s",
    "A is pending at 10m30s",
    "A is pending at 11m30s",
    "A is pending at some time from 9m30s to 12m30s",
    "A is firing at 12m30s",
    "A is firing at 19m30s",
    "A is firing at some time from 11m30s to 20m30s",
    "A is inactive from 20m30s to 30m",
  ]);
});

test("what is shorter than the guard on both sides comes at some time; what was seen once is not claimed", () => {
  expect(said([seen("firing", 600, 645)], 0)).toContain("A is firing at some time from 9m30s to 11m15s");
  expect(said([seen("firing", 600, 645)], 0)).not.toContainEqual(expect.stringContaining("is firing at 1"));
  expect(said([seen("firing", 600, 615)], 0)).toEqual([
    "A is inactive from 5m to 9m30s",
    "A is inactive from 10m45s to 30m",
  ]);
});

test("what only pended never fires, unless it pended for all but an evaluation of its `for`", () => {
  expect(said([seen("pending", 600, 690)])).toContain("A never fires from 5m to 30m");
  expect(said([seen("pending", 600, 705)])).not.toContain("A never fires from 5m to 30m");
});

test("what was over before, or lasts to the end, is claimed for the time watched", () => {
  expect(said([seen("firing", 10, 200)])).toEqual(["A is inactive from 5m to 30m"]);
  expect(said([seen("firing", 900, null)]).at(-1)).toBe("A is firing at some time from 14m30s to 30m");
});

test("what is expected of an instance is its state alone, by its labels", () => {
  const claims = claimsOf([{ alert: "A", forMs: 0, states: [seen("firing", 600, 1200)] }], watch);
  expect(claims.find(({ says }) => says === "A is firing at 10m30s")).toMatchObject({
    expr: 'sum by (alertstate) (ALERTS{alertname="A",job="api"})',
    atMs: 630_000,
    expected: { labels: '{alertstate="firing"}', value: 1 },
  });
  expect(claims[0]).toMatchObject({ expr: 'count_over_time(ALERTS{alertname="A"}[4m30s])', expected: null });
});
