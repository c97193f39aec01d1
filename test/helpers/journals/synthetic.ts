import type { Drill } from "../../../sandbox/drill/drill.ts";
import type { Journal, JournalEvent } from "../../../sandbox/drill/journal.ts";
import type { Series } from "../../../sandbox/observe/series.ts";
import { readRuleFile } from "../../../sandbox/rules/rule-file.ts";
import type { Signal } from "../../../sandbox/rules/signals.ts";

const k = 60;
const scrapeMs = 15_000;
const began = 1_700_000_000_000;
/** Production seconds as the journal's real time. */
const at = (seconds: number): number => began + (seconds * 1000) / k;
const [fault, lift, end] = [600, 1200, 1800];

/** A flow, and something that is there or is not. */
export const syntheticRules = readRuleFile(
  "rules/synthetic.yml",
  `groups:
  - name: api
    rules:
      - alert: ManyRequests
        expr: increase(requests_total[5m]) > 6000
        for: 2m
        labels: { severity: page }
      - alert: Silent
        expr: absent(heartbeat)
        for: 1m
`,
);
export const syntheticSignals: ReadonlyMap<string, Signal> = new Map([
  ["requests_total", "flow"],
  ["heartbeat", "level"],
]);

const drill: Drill = {
  name: "synthetic",
  title: "Four times the requests, and no heartbeat",
  load: "steady",
  fault: { kind: "traffic", share: 0.1 },
  expect: { others: { firing: ["ManyRequests", "Silent"], notified: "none" } },
};

const times = Array.from({ length: (end * 1000) / scrapeMs + 1 }, (_, i) => (i * scrapeMs) / 1000);

function series(name: string, value: (seconds: number) => number | null): Series {
  return {
    labels: { __name__: name, job: "api", instance: "api:3000" },
    samples: times.flatMap((seconds) => {
      const one = value(seconds);
      return one === null ? [] : [[at(seconds), String(one)] as const];
    }),
  };
}

const alert = (name: string, state: "pending" | "firing", from: number, until: number): JournalEvent => ({
  what: "alert",
  name,
  labels: name === "Silent" ? {} : { job: "api", instance: "api:3000", severity: "page" },
  state,
  at: at(from),
  until: at(until),
});

/**
 * A drill at a factor of 60 whose every sample is known: 12 requests a second, and 48 while the fault is on, during which
 * there is no heartbeat either. What its alerts do is reckoned by hand from the rules, as Prometheus evaluates them: six
 * thousand requests are in the window 75 s after the onset, and no longer 225 s after the lift. `calm`: without the fault.
 */
export function synthetic({ calm = false } = {}): Journal {
  const faulty = (seconds: number): number => (calm ? 0 : Math.min(Math.max(seconds, fault), lift) - fault);
  const { fault: cause, ...rest } = drill;
  const events: readonly JournalEvent[] = [
    { what: "steady", at: at(fault - 10) },
    { what: "load", at: at(lift), wantedPerSecond: 12, achievedPerSecond: 12, behind: null },
    { what: "phase", phase: "collect", at: at(end) },
    { what: "collected", at: at(end) },
  ];
  const broken: readonly JournalEvent[] = [
    { what: "fault-asked", at: at(fault) },
    { what: "fault-acknowledged", at: at(fault) },
    { what: "fault-seen", at: at(fault + 15) },
    { what: "lift-asked", at: at(lift) },
    { what: "lift-acknowledged", at: at(lift) },
    alert("ManyRequests", "pending", 675, 795),
    alert("ManyRequests", "firing", 795, 1425),
    alert("Silent", "pending", 615, 675),
    alert("Silent", "firing", 675, 1215),
  ];
  return {
    schema: 1,
    drill: calm ? { ...rest, expect: { others: "none" } } : { ...rest, ...(cause ? { fault: cause } : {}) },
    factor: k,
    timing: {
      scrapeMs,
      evaluationMs: scrapeMs,
      groupWaitMs: 30_000,
      groupIntervalMs: 300_000,
      windowMs: 300_000,
      events: null,
    },
    events: calm ? events : [...events, ...broken],
    series: [
      series("up", () => 1),
      series("requests_total", (seconds) => (12 * seconds + 36 * faulty(seconds)) / k),
      series("heartbeat", (seconds) => (!calm && seconds > fault && seconds <= lift ? null : 1)),
    ],
  };
}
