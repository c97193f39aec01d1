import type { ObjectiveVerdict, SideVerdict } from "../../load/judge/load-verdict.ts";
import type { LoadRecord } from "../../load/record.ts";
import type { JudgedLoad, LoadRun } from "../../sandbox/drill/load/load-run.ts";
import type { PageFacts, Told } from "../../sandbox/report/load/html/facts.ts";

const missed: SideVerdict = {
  outcome: "deviated",
  value: 0.996,
  margin: -0.003,
  low: 0.9931,
  high: 0.9979,
  requests: 3000,
  scrapes: null,
  sure: true,
  needed: null,
  burnRate: 4,
  budgetSpent: 0.000_046,
  observed: "99.6 % of 3000 requests, between 99.31 % and 99.79 %",
};

const kept: SideVerdict = {
  outcome: "held",
  value: 0.9672,
  margin: 0.0172,
  low: 0.96,
  high: 0.9733,
  requests: 2988,
  scrapes: null,
  sure: true,
  needed: null,
  burnRate: 0.656,
  budgetSpent: 0.000_007_6,
  observed: "96.72 % of 2988 requests within 200 ms",
};

/** One that was missed on both sides, one that was kept. */
export const objectives: readonly ObjectiveVerdict[] = [
  {
    name: "availability",
    objective: 0.999,
    latencyMs: null,
    outcome: "deviated",
    client: missed,
    prometheus: {
      ...missed,
      value: 0.99832,
      margin: -0.00068,
      low: null,
      high: null,
      requests: 2981,
      burnRate: 1.68,
      observed: "99.832 % of 2981 requests",
    },
    difference: {
      value: 0.00232,
      explained: true,
      why: "7 requests never got an answer: only the client can count them",
    },
  },
  {
    name: "latency",
    objective: 0.95,
    latencyMs: 200,
    outcome: "held",
    client: kept,
    prometheus: {
      ...kept,
      value: 0.9999,
      margin: 0.0499,
      low: null,
      high: null,
      requests: 2981,
      burnRate: 0.002,
      observed: "99.99 % by the bucket of 0.2 s",
    },
    difference: null,
  },
];

export function loadVerdict(changes: Partial<Told> = {}): Told {
  return {
    outcome: "deviated",
    summary: "missed: availability; held: latency",
    period: "30d",
    objectives,
    thresholds: [
      {
        name: "memory",
        expr: "max_over_time(memory_usage_percent[30s])",
        sign: "<",
        threshold: 85,
        outcome: "held",
        value: 41.5,
        observed: "41.5 at most",
      },
    ],
    unexpected: null,
    alerts: [],
    ...changes,
  };
}

export function judgedLoad(
  record: LoadRecord,
  verdict: Told = loadVerdict(),
  changes: Partial<LoadRun> = {},
): JudgedLoad {
  const notes = ["process, prometheus 3.5.3", "Prometheus' side: between two scrapes of everything"];
  return { run: { record, side: null, alerts: verdict.alerts, fell: null, versions: {}, notes, ...changes }, verdict };
}

export function pageFacts(changes: Partial<PageFacts> = {}): PageFacts {
  return { outcome: "deviated", runtime: "process", found: null, comparison: null, ...changes };
}
