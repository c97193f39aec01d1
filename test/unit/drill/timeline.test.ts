import { expect, test } from "vitest";
import { clockOf } from "../../../sandbox/drill/judge/clock.ts";
import { judge } from "../../../sandbox/drill/judge.ts";
import { changing, including, realTime, recorded, without } from "../../helpers/journals/recorded.ts";

const journal = recorded("one-in-five");

test("the timeline is in production seconds from the fault's onset", () => {
  const { timeline } = judge(journal);
  expect(timeline).toMatchObject({ fault: 0, pending: 124.2, firing: 424.2, lifted: 483.1 });
  expect(timeline.resolved).toBeGreaterThan(timeline.lifted ?? Infinity);
  expect(timeline.deliveries.map(({ receiver, status }) => `${receiver} ${status}`)).toEqual([
    "slack firing",
    "pagerduty firing",
    "email firing",
    "slack resolved",
    "pagerduty resolved",
    "email resolved",
  ]);
  expect(timeline.deliveries[0]?.at).toBeCloseTo(461.5, 0);
});

test("what never happened is null; without an onset, everything is", () => {
  const silent = without(journal, ({ what }) => what === "alert");
  expect(judge(silent).timeline).toMatchObject({ fault: 0, pending: null, firing: null, resolved: null });
  const early = without(journal, ({ what }) => what.startsWith("fault") || what.startsWith("lift"));
  expect(judge(early).timeline).toEqual({
    fault: null,
    lifted: null,
    pending: null,
    firing: null,
    resolved: null,
    others: [],
    deliveries: [],
  });
});

test("other alerts that fire are in it, those that only pend are not", () => {
  const other = (state: "pending" | "firing", at: number, until: number) =>
    ({ what: "alert", name: "Busy", labels: {}, state, at, until: realTime(journal, until) }) as const;
  const pended = including(journal, other("pending", 100, 160));
  expect(judge(pended).timeline.others).toEqual([]);
  expect(judge(including(pended, other("firing", 160, 400))).timeline.others).toEqual([
    { alert: "Busy", pending: 100, firing: 160, resolved: 400 },
  ]);
});

test("what was pending before the fault is not the fault's doing", () => {
  const state = { what: "alert", name: "HighErrorRate", labels: { job: "b" }, state: "pending", until: 0 } as const;
  expect(judge(including(journal, { ...state, at: -300 })).timeline.pending).toBe(124.2);
  expect(judge(including(journal, { ...state, at: 30 })).timeline.pending).toBe(30);
});

test("an alert is resolved when its last instance is", () => {
  const other = { what: "alert", name: "HighErrorRate", labels: { job: "b" }, state: "firing", at: 450 } as const;
  const last = (journal.events.at(-1)?.at ?? 0) + 1000;
  const alone = judge(journal).timeline.resolved;
  expect(judge(including(journal, { ...other, until: last })).timeline.resolved).toBeGreaterThan(alone ?? Infinity);
  expect(judge(including(journal, { ...other, until: null })).timeline.resolved).toBeNull();
});

test("without a fault, time counts from the steady state", () => {
  const { fault: _, ...drill } = journal.drill;
  const quiet = without({ ...journal, drill }, ({ what }) => what.startsWith("fault") || what.startsWith("lift"));
  expect(judge(quiet).timeline).toMatchObject({ fault: null, lifted: null, pending: 126.6 });
});

test("an alert without `for` counts as pending from when it fires", () => {
  const immediate = without(journal, (event) => event.what === "alert" && event.state === "pending");
  const { pending, firing } = judge(immediate).timeline;
  expect(pending).toBe(firing);
  expect(firing).toBe(424.2);
});

test("a fault that is repeated is lifted for the last time", () => {
  const twice = including(journal, { what: "lift-asked", at: 999 }, { what: "lift-acknowledged", at: 1000 });
  expect(judge(twice).timeline.lifted).toBe(1000);
});

test("uncertainty is a scrape, an evaluation, the bracket and what was lost in between", () => {
  const { onset, uncertainty } = clockOf(journal);
  if (!onset) throw new Error("no onset");
  const bare = clockOf(without(journal, ({ what }) => what.endsWith("-gap")));
  expect(bare.uncertainty(onset, onset.at + 5000)).toBe(45_000 + onset.bracketMs * 120);
  expect(uncertainty(onset, onset.at + 5000)).toBe(45_000 + (onset.bracketMs + 72 + 121) * 120);
  expect(uncertainty(onset, onset.at + 1)).toBe(45_000 + onset.bracketMs * 120);
});

test("what a fault makes slow takes that long to show: so much more is uncertain of what follows it, and of nothing else", () => {
  const slow = clockOf(
    changing(journal, (event) => (event.what === "fault-acknowledged" ? { ...event, delayMs: 1500 } : event)),
  );
  const quick = clockOf(journal);
  if (!slow.onset || !quick.onset || !slow.lifted || !quick.lifted) throw new Error("it had a fault");
  const [at, end] = [slow.onset.at + 1, slow.lifted.at + 1];
  expect(slow.uncertainty(slow.onset, at)).toBe(quick.uncertainty(quick.onset, at) + 1500 * 120);
  expect(slow.uncertainty(slow.lifted, end)).toBe(quick.uncertainty(quick.lifted, end));
  expect(slow.since(slow.onset, at)).toBe(quick.since(quick.onset, at));
});

test("seconds are real and include taking everything down", () => {
  expect(judge(journal).seconds).toBeCloseTo(17.3, 1);
});

test("notes say how the verdict was reached", () => {
  const more = including(
    journal,
    { what: "not-watched", alerts: ["DiskWillFill"], at: 0 },
    { what: "note", note: "a proxy was left out", at: 0 },
  );
  expect(judge(more).notes).toEqual([
    "factor 120, limited by a scrape every 15s and a floor of 125 ms",
    "process, alertmanager 0.33.1, node-exporter 1.11.1, prometheus 3.5.3+ds1",
    "predicted on the original rule: pending 1m14s, firing 6m14s, resolved 3m44s after it is lifted",
    "load 100.0 of 100 requests per second",
    "not watched: DiskWillFill (longer windows, or not to be scaled faithfully)",
    "a proxy was left out",
  ]);
  const blind = without(journal, ({ what }) => what === "predicted");
  expect(judge(including(blind, { what: "not-predicted", why: "there is no fault", at: 0 })).notes).toContain(
    "not predicted: there is no fault",
  );
});
