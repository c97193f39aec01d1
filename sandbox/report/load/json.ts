import type { Difference, ObjectiveVerdict } from "../../../load/judge/load-verdict.ts";
import type { Count, LoadRecord } from "../../../load/record.ts";
import type { JudgedLoad, LoadRun } from "../../drill/load/load-run.ts";
import type { NamedComparison } from "../../drill/load/baselines.ts";
import type { Found } from "../../drill/load/search.ts";
import { overall } from "../../outcome.ts";
import type { LoadReport, ReportedFinding, ReportedObjective } from "./load-report.ts";
import { percentilesOf } from "./percentiles.ts";

/** What the whole command came to. */
export interface LoadFacts {
  readonly runtime: LoadReport["runtime"];
  /** Null: no rate was looked for. */
  readonly found: Found | null;
  /** Null: it was compared with nothing. */
  readonly comparison: NamedComparison | null;
}

/** Plain data that survives JSON, with the fields of the schema and no others. */
export function loadReport({ run, verdict }: JudgedLoad, { runtime, found, comparison }: LoadFacts): LoadReport {
  const { record } = run;
  const { count, seconds, generator } = record;
  const findings = [
    ...(verdict.objectives.length + verdict.thresholds.length === 0 ? [nothingJudged] : []),
    ...differences(verdict.objectives),
    ...thresholds(verdict.thresholds),
    ...expectations(verdict),
    ...ofRun(run),
    ...ofSearch(found),
  ];
  return {
    schema: 1,
    outcome: overall([
      found ? found.knee.outcome : verdict.outcome,
      ...ofRun(run).map((one) => one.outcome),
      ...(comparison ? [comparison.outcome] : []),
    ]),
    profile: record.profile,
    title: record.title,
    model: record.model,
    target: record.target,
    runtime,
    seconds: rounded(seconds),
    sent: count.sent,
    completed: count.completed,
    errors: { ...count.errors },
    lost: count.lost,
    unsent: { ...count.unsent },
    rate: { wanted: wantedOf(record), achieved: achievedOf(record) },
    latencyMs: percentilesOf(record.latency),
    period: verdict.period,
    objectives: verdict.objectives.flatMap(sides),
    findings,
    routes: record.routes.map(({ route, count: of, latency }) => ({
      route,
      sent: of.sent,
      completed: of.completed,
      failed: failedOf(of),
      lost: of.lost,
      latencyMs: percentilesOf(latency),
    })),
    alerts: run.alerts,
    generator,
    stopped: record.stopped,
    breakpoint: found && breakpointOf(found),
    comparison,
    notes: run.notes,
  };
}

/** Why it is inconclusive. */
const nothingJudged: ReportedFinding = {
  what: "no objectives",
  outcome: "inconclusive",
  observed: "nothing was judged; write load/objectives.yml",
};

function sides({ name, objective, client, prometheus }: ObjectiveVerdict): ReportedObjective[] {
  const of = (side: ObjectiveVerdict["client"], source: "client" | "prometheus"): ReportedObjective => ({
    name,
    objective,
    value: exact(side.value),
    outcome: side.outcome,
    budgetSpent: exact(side.budgetSpent),
    burnRate: exact(side.burnRate),
    source,
    margin: exact(side.margin),
    low: exact(side.low),
    high: exact(side.high),
    requests: side.requests === null ? null : Math.round(side.requests),
    scrapes: side.scrapes,
    sure: side.sure,
    observed: side.observed,
  });
  return [of(client, "client"), ...(prometheus ? [of(prometheus, "prometheus")] : [])];
}

function differences(objectives: readonly ObjectiveVerdict[]): ReportedFinding[] {
  const said = ({ explained }: Difference) => (explained ? "held" : "inconclusive");
  return objectives.flatMap(({ name, difference }) =>
    difference
      ? [
          {
            what: `${name}: why Prometheus sees it otherwise`,
            outcome: said(difference),
            observed: difference.why,
          },
        ]
      : [],
  );
}

function thresholds(all: JudgedLoad["verdict"]["thresholds"]): ReportedFinding[] {
  return all.map(({ name, sign, threshold, outcome, observed }) => ({
    what: `${name} ${sign} ${threshold}`,
    outcome,
    observed,
  }));
}

function expectations({ unexpected }: JudgedLoad["verdict"]): ReportedFinding[] {
  if (!unexpected) return [];
  const { outcome, observed } = unexpected;
  return [{ what: "every answer was as the profile expects", outcome, observed }];
}

function ofRun({ record, fell }: LoadRun): ReportedFinding[] {
  const { behind } = record.generator;
  return [
    {
      what: "the generator did its part",
      outcome: behind === null ? "held" : "inconclusive",
      observed: behind ?? "it was never the bottleneck",
    },
    ...(fell === null ? [] : [{ what: "every service stayed up", outcome: "deviated" as const, observed: fell }]),
  ];
}

function ofSearch(found: Found | null): ReportedFinding[] {
  if (!found) return [];
  const { outcome, summary } = found.knee;
  return [{ what: "the highest rate that keeps the objectives", outcome, observed: summary }];
}

function breakpointOf({ knee, trials }: Found): NonNullable<LoadReport["breakpoint"]> {
  return {
    held: knee.held,
    above: knee.above?.rate ?? null,
    trials: trials.map(({ rate, times, outcome, load: { run } }) => {
      const { p95, p99 } = percentilesOf(run.record.latency);
      const { count, seconds } = run.record;
      return {
        rate,
        achieved: achievedOf(run.record),
        outcome,
        seconds: rounded(seconds),
        times,
        sent: count.sent,
        completed: count.completed,
        errors: { ...count.errors },
        lost: count.lost,
        p95,
        p99,
        failed: failedOf(count),
      };
    }),
  };
}

function failedOf({ errors }: Count): number {
  return Object.values(errors).reduce((sum, count) => sum + count, 0);
}

function wantedOf({ wantedPerSecond }: LoadRecord): number | null {
  return wantedPerSecond === null ? null : rounded(wantedPerSecond);
}

function achievedOf({ count, seconds }: LoadRecord): number {
  return seconds > 0 ? rounded(count.sent / seconds) : 0;
}

/** Without what floating point adds at the end. */
function exact(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e9) / 1e9;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
