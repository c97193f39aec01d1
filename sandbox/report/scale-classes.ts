import { type ScaleClass, scaleClasses } from "../rules/scale-classes.ts";
import { signalKinds } from "../rules/signals.ts";

/** What a factor does to everything of PromQL, by signal, as a table in Markdown; below it, why some of it can't be scaled. */
export function renderClasses(): string {
  const reasons: string[] = [];
  const rows = new Map<string, Map<string, string>>();
  for (const one of scaleClasses()) {
    const row = rows.get(one.sample.name) ?? new Map<string, string>();
    rows.set(one.sample.name, row.set(one.signal, cell(one, reasons)));
  }
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(["", ...signalKinds]),
    line(["---", ...signalKinds.map(() => "---")]),
    ...[...rows].map(([name, cells]) => line([`\`${name}\``, ...signalKinds.map((signal) => cells.get(signal) ?? "")])),
    "",
    ...reasons.map((reason, i) => `${i + 1}. ${reason}`),
    "",
  ].join("\n");
}

function cell({ class: found, why, expr }: ScaleClass, reasons: string[]): string {
  if (found === "exact") return "exact";
  const since = expr.startsWith("time() - (") ? ", of the time since" : "";
  if (found === "corrected") return `corrected: ${why}${since}`;
  // Which function of which metric it was stands in the row.
  const reason = why.replace(/^\w+(\(\))?( of \S+)?: (?=\S)/, "");
  if (!reasons.includes(reason)) reasons.push(reason);
  return `not scalable (${reasons.indexOf(reason) + 1})`;
}
