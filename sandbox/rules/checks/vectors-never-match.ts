import type { SyntaxNode } from "@lezer/common";
import { shapeOf } from "../label-shape.ts";
import { matchingOf } from "../label-shapes.ts";
import type { LabelShape, Matching } from "../label-shapes.ts";
import { operands } from "../promql-types.ts";
import { parseExpr } from "../promql.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { knownLabels } from "./known-labels.ts";

/** Two sides of an operator of which no series finds another, since their labels differ. */
export const vectorsNeverMatch: Check = {
  id: "vectors-never-match",
  find: (subject) => {
    const known = knownLabels(subject);
    return subject.expressions.flatMap(({ text, source, path }) =>
      binaries(text).flatMap((node) => {
        const [left, right] = operands(node);
        const [a, b] = [left, right].map((side) => side && shapeOf(side, text, known));
        if (!left || !right || !a || !b || node.getChild("Or")) return [];
        const why = apart(a, b, matchingOf(node, text));
        if (why === undefined) return [];
        const sign = left.nextSibling;
        const part = sign ? { from: sign.from, to: sign.to } : { from: node.from, to: node.to };
        const what = node.getChild("Unless") ? "nothing is taken away" : "this never has a value";
        const fix = "aggregate both sides by the same labels, or say on () which of them have to be the same";
        return [foundAt(source, path, part, `no series of one side finds one of the other: ${why}; ${what}`, fix)];
      }),
    );
  },
};

/** The label that keeps them apart, in words; undefined: they may find each other. */
function apart(a: LabelShape, b: LabelShape, { kind, labels }: Matching): string | undefined {
  const counts = (label: string): boolean => labels.includes(label) === (kind === "on");
  for (const [label, value] of a.fixed) {
    const other = b.fixed.get(label);
    if (counts(label) && other !== undefined && other !== value)
      return `\`${label}\` is "${value}" on the left, and "${other}" on the right`;
  }
  return lacking(a, b, counts, "right") ?? lacking(b, a, counts, "left");
}

/** A label that the one surely has and the other surely has not. */
function lacking(a: LabelShape, b: LabelShape, counts: (label: string) => boolean, side: string): string | undefined {
  const sure = a.only ?? new Set(a.scraped ? ["job", "instance"].filter((label) => !a.without.has(label)) : []);
  const missing = [...sure].filter((label) => counts(label) && (b.only ? !b.only.has(label) : b.without.has(label)));
  return missing.length === 0 ? undefined : `the ${side} has no ${missing.map((label) => `\`${label}\``).join(", ")}`;
}

function binaries(text: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  parseExpr(text)
    .tree.cursor()
    .iterate(({ node }) => {
      if (node.name === "BinaryExpr") found.push(node);
    });
  return found;
}
