import { overall } from "../drill/verdict.ts";
import type { Finding, Nearness, Outcome, RulePlace, Timeline, Verdict } from "../drill/verdict.ts";

/** What a run of drills is told apart by. `seconds` are real, of the whole run. */
export interface RunFacts {
  readonly runtime: "container" | "process";
  readonly seconds: number;
}

/** The content of drill.json. Times in `timeline` are production seconds from the fault's onset; null: never happened. */
export interface DrillReport extends RunFacts {
  readonly schema: 1;
  readonly outcome: Outcome;
  readonly drills: readonly {
    readonly name: string;
    readonly title: string;
    readonly alert: string | null;
    /** Where the alert stands in its rule file. */
    readonly rule: RulePlace | null;
    readonly outcome: Outcome;
    readonly factor: number;
    /** Real seconds, boot included. */
    readonly seconds: number;
    readonly findings: readonly Finding[];
    readonly timeline: Timeline;
    /** How near each alert came while nothing was broken; empty for a drill with a fault. */
    readonly nearness: readonly Nearness[];
    readonly notes: readonly string[];
  }[];
}

/** Plain data that survives JSON, with the fields of the schema and no others. */
export function drillReport(verdicts: readonly Verdict[], { runtime, seconds }: RunFacts): DrillReport {
  return {
    schema: 1,
    outcome: overall(verdicts.map((verdict) => verdict.outcome)),
    runtime,
    seconds: rounded(seconds),
    drills: verdicts.map(
      ({ name, title, alert, rule, outcome, factor, seconds: took, findings, timeline, nearness, notes }) => ({
        name,
        title,
        alert,
        rule: rule && { file: rule.file, line: rule.line, column: rule.column },
        outcome,
        factor,
        seconds: rounded(took),
        findings: findings.map((finding) => ({
          what: finding.what,
          outcome: finding.outcome,
          observed: finding.observed,
        })),
        timeline: {
          fault: timeline.fault,
          lifted: timeline.lifted,
          pending: timeline.pending,
          firing: timeline.firing,
          resolved: timeline.resolved,
          others: timeline.others.map((one) => ({
            alert: one.alert,
            pending: one.pending,
            firing: one.firing,
            resolved: one.resolved,
          })),
          deliveries: timeline.deliveries.map(({ receiver, status, at, alert: of }) => ({
            receiver,
            status,
            at,
            alert: of,
          })),
        },
        nearness: nearness.map(({ alert: of, value, sign, threshold }) => ({ alert: of, value, sign, threshold })),
        notes: [...notes],
      }),
    ),
  };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
