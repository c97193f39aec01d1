import { details, escapeMarkdown, findings, flag } from "../markdown.ts";
import { markdownComparison } from "./comparison.ts";
import type { LoadReport } from "./load-report.ts";
import { accountOf, alertsSaid, findingsOf, generatorSaid } from "./said.ts";
import { objectivesTable, routesTable, trialsTable } from "./tables.ts";
import type { Table } from "./tables.ts";

/** A job summary: what came out, the account of the requests, objectives, what did not hold; the rest folded away. */
export function renderLoadMarkdown(report: LoadReport): string {
  const { outcome, profile, title, objectives, stopped, notes } = report;
  const all = findingsOf(report);
  const bad = all.filter((finding) => finding.outcome !== "held");
  const held = all.filter((finding) => finding.outcome === "held");
  const alerts = alertsSaid(report);
  const blocks = [
    `## ${flag(outcome)} Firedrill load: ${escapeMarkdown(`${profile} · ${title}`)}`,
    accountOf(report)
      .map(([what, said]) => `- **${what}** ${escapeMarkdown(said)}`)
      .join("\n"),
    ...(stopped === null ? [] : [`**Stopped:** ${escapeMarkdown(stopped)}`]),
    ...(report.breakpoint === null ? [] : [table(trialsTable(report.breakpoint.trials))]),
    ...(objectives.length === 0
      ? []
      : [
          table(objectivesTable(report), [
            "",
            ...objectives.map((one) => (one.outcome === "held" && !one.sure ? "·" : flag(one.outcome))),
          ]),
        ]),
    ...(bad.length > 0 ? [findings(bad)] : []),
    ...(held.length > 0 ? [details(`${held.length} that held`, findings(held))] : []),
    ...(report.comparison === null ? [] : [markdownComparison(report.comparison).trimEnd()]),
    ...(alerts === undefined ? [] : [escapeMarkdown(alerts)]),
    details("routes", table(routesTable(report))),
    `<sub>${[generatorSaid(report), ...notes].map(escapeMarkdown).join(" · ")}</sub>`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** `flags` is a column of its own in front of the others. */
function table({ rows, aligned }: Table, flags?: readonly string[]): string {
  const [head = [], ...lines] = rows.map((row, index) => [
    ...(flags ? [flags[index] ?? ""] : []),
    ...row.map(escapeMarkdown),
  ]);
  const rule = `${flags ? "<" : ""}${aligned}`.split("").map((side) => (side === ">" ? "---:" : "---"));
  return [head, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
