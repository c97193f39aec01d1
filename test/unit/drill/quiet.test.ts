import { expect, test } from "vitest";
import { worst } from "../../../sandbox/drill/play/nearness.ts";
import { judge } from "../../../sandbox/drill/judge.ts";
import type { Journal, JournalEvent } from "../../../sandbox/drill/journal.ts";
import type { Nearness } from "../../../sandbox/drill/verdict.ts";
import { watchingFor } from "../../../sandbox/drill/read/watching-for.ts";
import { recorded } from "../../helpers/journals/recorded.ts";

const at = 1_000_000;
const near = (alert: string, value: number | null, sign: Nearness["sign"], threshold: number): JournalEvent => ({
  what: "nearness",
  at,
  alert,
  value,
  sign,
  threshold,
});

/** Fifteen minutes at a factor of 120 in which nothing is broken. */
function quiet(...more: readonly JournalEvent[]): Journal {
  return {
    ...recorded("one-in-five"),
    drill: { name: "all-quiet", title: "Q", load: "steady", watch: "15m", expect: { others: "none" } },
    events: [
      { what: "steady", at },
      { what: "phase", phase: "collect", at: at + 7_500 },
      { what: "load", wantedPerSecond: 100, achievedPerSecond: 100, behind: null, at: at + 7_500 },
      ...more,
      { what: "collected", at: at + 7_600 },
    ],
  };
}
const pended = (from: number, until: number | null): JournalEvent => ({
  what: "alert",
  name: "TrafficDropped",
  labels: {},
  state: "pending",
  at: at + from,
  until: until === null ? null : at + until,
});

test("where nothing is broken, nothing pends either", () => {
  expect(judge(quiet()).outcome).toBe("held");
  expect(judge(quiet()).findings).toContainEqual({
    what: "nothing pending",
    outcome: "held",
    observed: "nothing was in 15m",
  });
});

test("twin: what pends, if only once, deviates; what was over before the system was steady does not", () => {
  const finding = { what: "nothing pending", outcome: "deviated", observed: "TrafficDropped was" };
  expect(judge(quiet(pended(500, 625))).findings).toContainEqual(finding);
  expect(judge(quiet(pended(500, null))).outcome).toBe("deviated");
  expect(judge(quiet(pended(-500, -250))).outcome).toBe("held");
});

const stalled = (when: number): JournalEvent => ({ what: "load-stall", at: at + when, ms: 210, requests: 12 });

test("what pends for a moment, when a load that this machine had held up came all at once, is nobody's doing", () => {
  const { outcome, findings } = judge(quiet(stalled(400), pended(500, 625)));
  expect(outcome).toBe("inconclusive");
  expect(findings.find(({ what }) => what === "nothing pending")?.observed).toBe(
    "TrafficDropped was, but this machine, which is too busy, held the load up for 210 ms just before, and 12 requests came at once; fewer drills at once (--jobs), or a lower --scale",
  );
});

test("twin: a stall after it, or so long before that no window knows of it, explains nothing; nor does one what fires", () => {
  expect(judge(quiet(stalled(510), pended(500, 625))).outcome).toBe("deviated");
  expect(judge(quiet(stalled(-3_000), pended(500, 625))).outcome).toBe("deviated");
  expect(judge(quiet(stalled(400), pended(500, 625), pended(4_000, 4_125))).outcome).toBe("deviated");
  const firing: JournalEvent = { ...pended(625, null), state: "firing" } as JournalEvent;
  expect(judge(quiet(stalled(400), pended(500, 625), firing)).outcome).toBe("deviated");
});

test("how near each alert came is said, the nearest first, and does not decide", () => {
  const { nearness, notes, outcome } = judge(
    quiet(
      near("HighErrorRate", 0.0002, ">", 0.05),
      near("LowAvailability", 1, "==", 0),
      near("Pool", null, ">", 0.8),
      near("TrafficDropped", 25, "<", 1),
      near("Memory", 17, ">", 85),
    ),
  );
  expect(outcome).toBe("held");
  expect(nearness.map(({ alert }) => alert).slice(0, 3)).toEqual(["Memory", "TrafficDropped", "HighErrorRate"]);
  expect(notes).toEqual(
    expect.arrayContaining([
      "Memory came to 20 % (17, and it fires at > 85)",
      "TrafficDropped came to 4 % (25, and it fires at < 1)",
      "HighErrorRate came to 0.4 % (0.0002, and it fires at > 0.05)",
      "LowAvailability came to 1, and it fires at == 0",
      "Pool had nothing to measure",
    ]),
  );
});

test("the worst value is the one on the threshold's side; what is no number is none", () => {
  const series = [
    { labels: {}, samples: [[0, "3"] as const, [1, "NaN"] as const] },
    { labels: {}, samples: [[0, "1"] as const, [1, "+Inf"] as const] },
  ];
  const of = (sign: Nearness["sign"], threshold: number): number | null =>
    worst(series, { measured: "x", sign, threshold });
  expect(of(">", 5)).toBe(3);
  expect(of("<", 0)).toBe(1);
  expect(of("==", 0)).toBe(1);
  expect(worst([], { measured: "x", sign: ">", threshold: 1 })).toBeNull();
});

test("--watch is for the drills that say how long they look on, and for nothing else", () => {
  const { drill } = quiet();
  const { watch: _, ...patient } = drill;
  expect(watchingFor("1h", [drill, patient])).toEqual([{ ...drill, watch: "1h" }, patient]);
  expect(() => watchingFor("1h", [patient])).toThrow("none of these drills has a `watch`");
  expect(() => watchingFor("an hour", [drill])).toThrow("expected a duration above zero");
  expect(() => watchingFor("0s", [drill])).toThrow("expected a duration above zero");
});
