import { shapeOf } from "../label-shape.ts";
import { operands } from "../promql-types.ts";
import { parseExpr } from "../promql.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { knownLabels } from "./known-labels.ts";

/** A panel's legend that gives one name to many lines. */
export const legendAmbiguous: Check = {
  id: "legend-ambiguous",
  find: (subject) => {
    const known = knownLabels(subject);
    return subject.expressions.flatMap(({ text, source, path }) => {
      const legend = legendOf(source.value, path);
      const [node] = operands(parseExpr(text).tree.topNode);
      const shape = node && legend !== undefined && !legend.includes("{{") ? shapeOf(node, text, known) : undefined;
      // A line for each target may be what is meant.
      const apart = [...(shape?.only ?? [])].filter(
        (label) => label !== "job" && label !== "instance" && !shape?.fixed.has(label),
      );
      if (legend === undefined || legend === "" || legend.startsWith("__") || apart.length === 0) return [];
      const message = `there is a line for each ${apart.map((label) => `\`${label}\``).join(", ")}, and all are called \`${legend}\``;
      const fix = `sum up what should be one line, or name what tells them apart: {{${apart[0]}}}`;
      return [foundAt(source, path, { from: 0, to: text.length }, message, fix)];
    });
  },
};

/** What stands beside the expression; undefined elsewhere than on a panel. */
function legendOf(value: unknown, path: readonly (string | number)[]): string | undefined {
  const beside = path
    .slice(0, -1)
    .reduce<unknown>(
      (inner, key) =>
        typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
      value,
    );
  const { legendFormat } = (beside ?? {}) as { readonly legendFormat?: unknown };
  return typeof legendFormat === "string" ? legendFormat : undefined;
}
