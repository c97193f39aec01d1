import type { Journal } from "../../../sandbox/drill/journal.ts";
import type { Series } from "../../../sandbox/observe/series.ts";
import { including, realTime, recorded } from "./recorded.ts";

const expr = `sum by (job) (rate(http_requests_total{status_code=~"5.."}[5m]))
  / sum by (job) (rate(http_requests_total[5m]))
  > 0.05`;

/** The rule of the guide, at its place in a file of its own. */
const ruleEvent = {
  what: "rule",
  kind: "alert",
  name: "HighErrorRate",
  expr,
  forMs: 300_000,
  labels: { severity: "critical" },
  annotations: {
    description: "{{ $value | humanizePercentage }} of the requests to {{ $labels.job }} failed.",
    runbook_url: "https://runbooks.example/errors",
  },
  file: "rules/api.yml",
  line: 7,
  column: 16,
  at: 0,
} as const;

/**
 * A recorded drill whose rule and samples are known: 100 requests a second, of which one in five fails between onset and
 * lift. The recording's own samples are cut short.
 */
export function played(): Journal {
  const journal = including(recorded("one-in-five"), ruleEvent);
  const lifted = journal.events.find((event) => event.what === "lift-acknowledged")?.at ?? 0;
  const onset = realTime(journal, 0);
  const times = Array.from({ length: 50 }, (_, index) => onset - 3_000 + index * 250);
  const failed = (at: number): number => (20 * (Math.min(Math.max(at, onset), lifted) - onset)) / 1000;
  const series = (status: string, count: (at: number) => number): Series => ({
    labels: { __name__: "http_requests_total", job: "bailbondpro-api", instance: "api:3000", status_code: status },
    samples: times.map((at) => [at, String(count(at))]),
  });
  const all = (at: number): number => (100 * (at - onset + 10_000)) / 1000;
  return { ...journal, series: [series("200", (at) => all(at) - failed(at)), series("500", failed)] };
}
