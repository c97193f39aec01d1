import type { Change, Comparison } from "../../../load/compare/comparison.ts";
import { escapeMarkdown } from "../markdown.ts";
import { colourOf, marksOf, paint, plain, wrap } from "../style.ts";
import type { TextOptions } from "../style.ts";

const columns = ["metric", "baseline", "now", "change, 95 % interval", "verdict"] as const;

/** What a person reads of a load against its baseline: what came of it, a line for each metric, what else is to be known. Ends with a line break. */
export function renderComparison(comparison: Comparison, options: TextOptions): string {
  const wide = { ...options, columns: Math.max(60, options.columns) };
  const { outcome: marks } = marksOf(wide);
  const rows = [columns.slice(0, 4), ...comparison.changes.map(cellsOf)];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  const head = `${paint(["bold", colourOf[comparison.outcome]], comparison.outcome, wide)}  ${headline(comparison)}`;
  const body = comparison.changes.flatMap((change, n) => [
    `${paint(colourOf[change.outcome], marks[change.outcome], wide)} ${line(rows[n + 1] ?? [])}`,
    ...wrap(`    ${change.observed}`, wide.columns, "    ").map((text) => `    ${text.trimStart()}`),
  ]);
  const notes = notesOf(comparison).flatMap((note) => wrap(`${marksOf(wide).dot} ${plain(note)}`, wide.columns, "  "));
  return `${[head, `  ${line(rows[0] ?? [])}`, ...body, ...notes.map((note) => paint("dim", note, wide))].join("\n")}\n`;
}

/** The same as a section of a job summary. Ends with a line break. */
export function markdownComparison(comparison: Comparison): string {
  const flag = { held: "✅", deviated: "❌", inconclusive: "⚠️" };
  const rows = comparison.changes.map((change) => [
    ...cellsOf(change),
    `${flag[change.outcome]} ${escapeMarkdown(change.observed)}`,
  ]);
  const table = [columns, ["---", "---:", "---:", "---:", "---"], ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return `${[
    `### ${flag[comparison.outcome]} ${headline(comparison)}`,
    table.join("\n"),
    notesOf(comparison)
      .map((note) => `- ${escapeMarkdown(note)}`)
      .join("\n"),
  ].join("\n\n")}\n`;
}

function headline({ outcome, runs }: Comparison): string {
  const what = {
    held: "no regression beyond what is allowed",
    deviated: "a regression beyond what is allowed",
    inconclusive: "whether there is a regression can't be told",
  }[outcome];
  const count = (of: number): string => `${of} ${of === 1 ? "run" : "runs"}`;
  return `${what}: ${count(runs.now)} against ${count(runs.baseline)} of the baseline`;
}

function notesOf({ slower, notes }: Comparison): string[] {
  if (!slower) return [...notes];
  const percent = (share: number): string => (share * 100).toFixed(0);
  const { share, interval } = slower;
  const all =
    `of pairs of an answer now and one of the baseline the one of now is slower in ${percent(share)} % ` +
    `(${percent(interval.from)} to ${percent(interval.to)}; 50: as often as not)`;
  return [all, ...notes];
}

function cellsOf({ metric, baseline, now, change, interval }: Change): string[] {
  const value = (of: number | null): string => (of === null ? "–" : valueOf(metric, of));
  const moved =
    change === null || interval === null
      ? "–"
      : `${signed(metric, change)} ${unitOf(metric)} (${signed(metric, interval.from)} to ${signed(metric, interval.to)})`;
  return [metric, value(baseline), value(now), moved];
}

function valueOf(metric: Change["metric"], value: number): string {
  if (metric === "throughput") return `${value.toFixed(1)}/s`;
  if (metric === "errors") return `${(value * 100).toFixed(2)} %`;
  return `${value.toPrecision(value >= 1000 ? 4 : 3)} ms`;
}

/** Of shares percentage points, else percent. */
function unitOf(metric: Change["metric"]): string {
  return metric === "errors" ? "pp" : "%";
}

function signed(metric: Change["metric"], value: number): string {
  const percent = (value * 100).toFixed(metric === "errors" ? 2 : 1);
  return Number(percent) === 0 ? "0" : `${value > 0 ? "+" : ""}${percent}`;
}
