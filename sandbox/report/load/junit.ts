import { renderJunit } from "../junit.ts";
import type { LoadReport, ReportedFinding } from "./load-report.ts";
import { alertsSaid, findingsOf, generatorSaid } from "./said.ts";

/** JUnit's XML of a load: a case for each objective as each side saw it, and for everything else that was found. */
export function renderLoadJunit(report: LoadReport): string {
  const { profile, title, outcome, seconds, notes, stopped } = report;
  const alerts = alertsSaid(report);
  const said = [generatorSaid(report), ...(alerts === undefined ? [] : [alerts]), ...notes];
  // The last note is what stands at the whole, where no finding says why it came out so.
  const why = stopped === null ? [] : [stopped];
  const suite = {
    name: profile,
    title,
    outcome,
    seconds,
    findings: [...findingsOf(report), ...compared(report)],
    notes: [...said, ...why],
  };
  return renderJunit([suite], "the load");
}

function compared({ comparison }: LoadReport): ReportedFinding[] {
  if (!comparison) return [];
  return comparison.changes.map(({ metric, outcome, observed }) => ({
    what: `${metric} against the baseline ${comparison.name}`,
    outcome,
    observed,
  }));
}
