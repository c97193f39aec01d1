import { readableDuration } from "../../rules/duration.ts";
import type { LoadReport, ReportedFinding } from "./load-report.ts";
import { percent } from "../../../load/judge/percent.ts";
import { shortMs } from "./figures.ts";

/** What was asked of the target, and what became of it: a line each. */
export function accountOf(report: LoadReport): readonly (readonly [what: string, said: string])[] {
  const { rate, seconds, sent, completed, errors, lost, unsent } = report;
  const failures = Object.entries(errors).flatMap(([kind, count]) => (count > 0 ? [`${count} ${kind}`] : []));
  const due = [
    ...(unsent.busy > 0 ? [`${unsent.busy} were not sent since every connection waited for the target`] : []),
    ...(unsent.late > 0 ? [`${unsent.late} were not sent since the generator came to them too late`] : []),
  ];
  const achieved = shortRate(rate.achieved);
  return [
    [
      "rate",
      `${rate.wanted === null ? achieved : `${achieved} of ${shortRate(rate.wanted)}`} per second for ${seconds.toFixed(1)} s`,
    ],
    [
      "requests",
      [`${sent} sent = ${[`${completed} completed`, ...failures, `${lost} lost`].join(" + ")}`, ...due].join("; "),
    ],
  ];
}

/** What is said of each objective, as each side saw it. */
export function objectiveFindings({ objectives }: LoadReport): readonly ReportedFinding[] {
  return objectives.map(({ name, objective, source, outcome, observed }) => ({
    what: `${name} ${percent(objective)}, seen by ${source === "client" ? "the client" : "Prometheus"}`,
    outcome,
    observed,
  }));
}

/** What is taken as it stands, and why that is no proof. */
export function unsureSaid({ objectives }: LoadReport): string[] {
  return objectives.flatMap(({ name, source, outcome, sure, observed }) =>
    outcome === "held" && !sure
      ? [`${name}, seen by ${source === "client" ? "the client" : "Prometheus"}: ${observed}`]
      : [],
  );
}

/** Everything that was found, in words. */
export function findingsOf(report: LoadReport): readonly ReportedFinding[] {
  return [...objectiveFindings(report), ...report.findings];
}

/** What fired meanwhile, in words; undefined where nobody watched. */
export function alertsSaid({ alerts }: LoadReport): string | undefined {
  if (alerts === null) return undefined;
  if (alerts.length === 0) return "no alert fired meanwhile";
  const each = alerts.map(({ alert, from, until }) => {
    const end = until === null ? "still firing at the end" : `until ${readableDuration(until * 1000)}`;
    return `${alert} from ${readableDuration(from * 1000)}, ${end}`;
  });
  return `fired meanwhile: ${each.join("; ")}`;
}

/** How the load was made, so that a reader can judge whether the generator was the bottleneck. */
export function generatorSaid({ generator }: LoadReport): string {
  const { workers, cores, loopDelayMs, lateMs } = generator;
  return (
    `generator: ${workers === 1 ? "1 worker" : `${workers} workers`}, ${cores.toFixed(2)} cores, ` +
    `held up p99 ${shortMs(loopDelayMs.p99)} ms, max ${shortMs(loopDelayMs.max)} ms, ` +
    `requests late p99 ${shortMs(lateMs.p99)} ms, max ${shortMs(lateMs.max)} ms`
  );
}

function shortRate(perSecond: number): string {
  return perSecond >= 1000 ? perSecond.toFixed(0) : Number(perSecond.toFixed(1)).toString();
}
