import type { LoadFacts, LoadTold, ObjectiveTold } from "../../sandbox/report/load/html/told.ts";

const available: ObjectiveTold = {
  name: "availability",
  objective: 0.999,
  value: 0.996,
  outcome: "deviated",
  budgetSpent: 4,
  burnRate: 4,
  source: "client",
  observed: "12 of 3000 requests failed, between 7 and 21 by chance",
};

export const objectives: readonly ObjectiveTold[] = [
  available,
  {
    ...available,
    source: "prometheus",
    value: 0.99832,
    budgetSpent: 1.68,
    burnRate: 1.68,
    observed: "5 of 2981 requests failed",
  },
  {
    ...available,
    name: "latency",
    objective: 0.95,
    value: 0.9672,
    outcome: "held",
    budgetSpent: 0.656,
    burnRate: 0.656,
    observed: "2882 of 2980 answers within 200 ms",
  },
  {
    ...available,
    name: "latency",
    objective: 0.95,
    value: 0.9999,
    outcome: "held",
    budgetSpent: 0.002,
    burnRate: 0.002,
    source: "prometheus",
    observed: "by the bucket le 0.2",
  },
];

export function loadVerdict(changes: Partial<LoadTold> = {}): LoadTold {
  return {
    outcome: "deviated",
    runtime: "process",
    objectives,
    findings: [
      {
        what: "availability: both sides agree",
        outcome: "held",
        observed: "7 requests never got an answer: only the client can count them",
      },
    ],
    alerts: [],
    notes: ["process, prometheus 3.5.3", "Prometheus' side: the increase over 30 s, after the last scrape"],
    ...changes,
  };
}

export function loadFacts(changes: Partial<LoadFacts> = {}): LoadFacts {
  return { latencyObjectives: [{ ms: 200, objective: 0.95 }], breakpoint: null, comparison: null, ...changes };
}
