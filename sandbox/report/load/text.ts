import { colourOf, marksOf, paint, plain, wrap } from "../style.ts";
import type { TextOptions } from "../style.ts";
import { columnsOf } from "./columns.ts";
import { renderComparison } from "./comparison.ts";
import type { LoadReport } from "./load-report.ts";
import { accountOf, alertsSaid, generatorSaid, objectiveFindings, unsureSaid } from "./said.ts";
import { objectivesTable, routesTable, trialsTable } from "./tables.ts";

/** What a person reads of a load: its outcome, the account of its requests, objectives, routes, and how it was reached. Ends with a line break. */
export function renderLoadText(report: LoadReport, options: TextOptions): string {
  const { dot } = marksOf(options);
  const { outcome, profile, title } = report;
  const alerts = alertsSaid(report);
  const notes = [generatorSaid(report), ...report.notes].map(plain).join(`\u00a0${dot} `);
  const blocks = [
    [
      `${paint(["bold", colourOf[outcome]], outcome, options)}  ${plain(`${profile} ${dot} ${title}`)}`,
      ...accountOf(report).map(([what, said]) => `${what.padEnd(9)} ${said}`),
      ...(report.stopped === null ? [] : wrap(`stopped   ${plain(report.stopped)}`, options.columns, "          ")),
    ],
    report.breakpoint === null ? [] : table(trialsTable(report.breakpoint.trials), options),
    report.objectives.length === 0 ? [] : objectiveLines(report, options),
    table(routesTable(report), options),
    // What is said of an objective that held stands in the table.
    [...objectiveFindings(report).filter(({ outcome: one }) => one !== "held"), ...report.findings].flatMap((finding) =>
      line(finding.outcome, `${finding.what}: ${finding.observed}`, options),
    ),
    unsureSaid(report).flatMap((one) => wrap(`${dot} ${plain(one)}`, options.columns, "  ")),
    report.comparison === null ? [] : renderComparison(report.comparison, options).trimEnd().split("\n"),
    [
      ...(alerts === undefined ? [] : wrap(plain(alerts), options.columns, "  ")),
      ...wrap(notes, options.columns, "").map((one) => paint("dim", one.replaceAll("\u00a0", " "), options)),
    ],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

function objectiveLines(report: LoadReport, options: TextOptions): string[] {
  const { outcome: marks } = marksOf(options);
  const [head = "", ...lines] = table(objectivesTable(report), options);
  return [
    `  ${head}`,
    ...lines.map((text, index) => {
      const { outcome, sure } = report.objectives[index] ?? { outcome: "inconclusive", sure: false };
      // Neither a proof nor a doubt.
      if (outcome === "held" && !sure) return `${marksOf(options).dot} ${text}`;
      return `${paint(colourOf[outcome], marks[outcome], options)} ${text}`;
    }),
  ];
}

function table({ rows, aligned }: ReturnType<typeof routesTable>, options: TextOptions): string[] {
  const [head = "", ...lines] = columnsOf(
    rows.map((row) => row.map(plain)),
    aligned,
  );
  return [paint("dim", head, options), ...lines];
}

function line(outcome: LoadReport["outcome"], text: string, options: TextOptions): string[] {
  const mark = marksOf(options).outcome[outcome];
  const [first = "", ...rest] = wrap(`${mark} ${plain(text)}`, options.columns, "  ");
  return [paint(colourOf[outcome], first.slice(0, 1), options) + first.slice(1), ...rest];
}
