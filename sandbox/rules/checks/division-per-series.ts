import type { SyntaxNode } from "@lezer/common";
import { modifiers, operands } from "../promql-types.ts";
import { parseExpr, selectors } from "../promql.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";

/** A part of a metric divided by all of it, series by series: each by itself. */
export const divisionPerSeries: Check = {
  id: "division-per-series",
  find: ({ expressions }) =>
    expressions.flatMap(({ text, source, path }) =>
      divisions(parseExpr(text).tree.topNode).flatMap((node) => {
        const [left, right] = operands(node).map((side) => soleSelector(side, text));
        if (!left?.metric || left.metric !== right?.metric) return [];
        if (left.matchers.length <= right.matchers.length) return [];
        const message = `divides each series of \`${left.metric}\` by itself: 1 wherever there is one, and nothing elsewhere`;
        const fix = "sum() both sides, by the same labels, and the quotient is the share";
        return [foundAt(source, path, { from: node.from, to: node.to }, message, fix)];
      }),
    ),
};

function divisions(top: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  top.cursor().iterate(({ node }) => {
    if (node.name === "BinaryExpr" && node.getChild("Div") && !node.getChild("MatchingModifierClause"))
      found.push(node);
  });
  return found;
}

/** The one selector of a side that is not aggregated: what stands around it keeps its series apart. */
function soleSelector(node: SyntaxNode, text: string): ReturnType<typeof selectors>[number] | undefined {
  if (node.name === "VectorSelector") return selectors(text).find(({ offset }) => offset === node.from);
  const inside = operands(node.getChild("FunctionCallBody") ?? node);
  const through =
    node.name === "FunctionCall" ||
    node.name === "MatrixSelector" ||
    node.name === "ParenExpr" ||
    modifiers.has(node.name);
  return through && inside.length === 1 && inside[0] ? soleSelector(inside[0], text) : undefined;
}
