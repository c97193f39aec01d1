import type { LoadFacts, LoadTold, ObjectiveTold } from "../../sandbox/report/load/html/told.ts";

export const available: ObjectiveTold = {
  name: "availability",
  objective: 0.999,
  outcome: "deviated",
  latencyMs: null,
  client: { value: 0.996, low: 0.9931, high: 0.9979, requests: 3000 },
  prometheus: { value: 0.99765, low: null, high: null, requests: 2981 },
  budgetSpent: 4,
  burnRate: 4,
  difference: "7 requests never got an answer: the server did not count them, the client did",
};

export const fast: ObjectiveTold = {
  name: "latency",
  objective: 0.95,
  outcome: "held",
  latencyMs: 200,
  client: { value: 0.9672, low: 0.96, high: 0.9733, requests: 2988 },
  prometheus: { value: 0.9999, low: null, high: null, requests: 2981 },
  budgetSpent: 0.656,
  burnRate: 0.656,
  difference: null,
};

export function loadVerdict(changes: Partial<LoadTold> = {}): LoadTold {
  return {
    outcome: "deviated",
    summary: "Availability was 99.6 % and not the 99.9 % that it should be; latency kept its objective.",
    objectives: [available, fast],
    notes: ["process, prometheus 3.5.3", "Prometheus' side: the increase over 30 s, after the last scrape"],
    ...changes,
  };
}

export function loadFacts(changes: Partial<LoadFacts> = {}): LoadFacts {
  return { runtime: "process", seconds: 38.2, alerts: [], breakpoint: null, comparison: null, ...changes };
}
