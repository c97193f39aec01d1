import type { SyntaxNode } from "@lezer/common";
import { operands } from "../promql-types.ts";
import { parseExpr } from "../promql.ts";
import { rangeOf } from "../value-range.ts";
import type { KnownValues } from "../value-range.ts";
import { shared } from "../value-ranges.ts";
import type { Range } from "../value-ranges.ts";
import type { Check } from "./check.ts";
import type { Expression } from "./expression.ts";
import { foundAt } from "./finding.ts";
import type { Found } from "./finding.ts";
import { knownSeries } from "./known-series.ts";
import type { Subject } from "./subject.ts";

type Sign = "Gtr" | "Gte" | "Lss" | "Lte" | "Eql" | "Neq";
const signs: readonly string[] = ["Gtr", "Gte", "Lss", "Lte", "Eql", "Neq"];

/** A comparison whose answer is the same whatever is measured. */
export const comparisonConstant: Check = {
  id: "comparison-constant",
  find: (subject) => {
    const known = valuesOf(subject);
    return subject.expressions.flatMap((expression) =>
      nodesOf(expression.text, "BinaryExpr").flatMap((node) => ofNode(node, expression, known)),
    );
  },
};

function valuesOf(subject: Subject): KnownValues {
  const known = knownSeries(subject);
  return {
    buckets: subject.buckets,
    isCounter: (metric) => {
      const types = known.exported(metric).map(({ type }) => type);
      return types.length > 0 ? types.every((type) => type === "counter") : /_(?:total|bucket)$/.test(metric);
    },
  };
}

function ofNode(node: SyntaxNode, { text, source, path, rule }: Expression, known: KnownValues): Found[] {
  const [left, right] = operands(node);
  const sign = left?.nextSibling?.name ?? "";
  if (!left || !right) return [];
  const here = { from: node.from, to: node.to };
  const [a, b] = [rangeOf(left, text, known), rangeOf(right, text, known)];
  if (sign === "And" && contradict(left, right, text, a, b))
    return [foundAt(source, path, here, "both sides of `and` can't be true at once", "swap a comparison, or use `or`")];
  if (!signs.includes(sign) || [left, right].every(({ name }) => name === "NumberDurationLiteral")) return [];
  const always = answer(sign as Sign, a, b);
  // Of what is 1 wherever it is (`ALERTS == 1`), being there is asked.
  const presence = a[0] === a[1] || selective(left) || selective(right);
  if (always === undefined || (always && (rule?.kind !== "alert" || presence))) return [];
  const measured = (side: SyntaxNode, [least, most]: Range): string =>
    `\`${text.slice(side.from, side.to).trim()}\` ${lies(least, most)}`;
  const told = [measured(left, a), ...(right.name === "NumberDurationLiteral" ? [] : [measured(right, b)])].join(", ");
  const fix = always ? "compare with a value that it does not always reach" : "compare with a value that it can reach";
  return [foundAt(source, path, here, `this is ${always ? "always" : "never"} true: ${told}`, fix)];
}

function lies(least: number, most: number): string {
  if (least === most) return `is ${least}`;
  if (most === Infinity) return `is at least ${least}`;
  return least === -Infinity ? `is at most ${most}` : `lies between ${least} and ${most}`;
}

/** Undefined: it depends. */
function answer(sign: Sign, a: Range, b: Range): boolean | undefined {
  if (sign === "Lss") return answer("Gtr", b, a);
  if (sign === "Lte") return answer("Gte", b, a);
  if (sign === "Neq") return not(answer("Eql", a, b));
  if (sign === "Eql") {
    if (!shared(a, b)) return false;
    return a[0] === a[1] && b[0] === b[1] ? true : undefined;
  }
  const strict = sign === "Gtr";
  if (strict ? a[1] <= b[0] : a[1] < b[0]) return false;
  return (strict ? a[0] > b[1] : a[0] >= b[1]) ? true : undefined;
}

const not = (one: boolean | undefined): boolean | undefined => (one === undefined ? undefined : !one);

/** What lets series through or counts those that are there: that it has a value at all is what is asked then. */
function selective(node: SyntaxNode): boolean {
  const telling = new Set([...signs, "And", "Unless", "Absent", "AbsentOverTime", "Count", "Group", "PresentOverTime"]);
  let found = node.name === "VectorSelector" && !node.getChild("Identifier");
  node.cursor().iterate(({ name }) => {
    if (telling.has(name)) found = true;
  });
  return found;
}

/** Of one and the same thing, that it is more than it may be less than. */
function contradict(left: SyntaxNode, right: SyntaxNode, text: string, a: Range, b: Range): boolean {
  const measured = (side: SyntaxNode): string | undefined => {
    let node = side;
    while (node.name === "ParenExpr") node = operands(node)[0] ?? node;
    const [first] = operands(node);
    return first && signs.includes(first.nextSibling?.name ?? "") ? text.slice(first.from, first.to).trim() : undefined;
  };
  return measured(left) !== undefined && measured(left) === measured(right) && !shared(a, b);
}

function nodesOf(text: string, name: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  parseExpr(text)
    .tree.cursor()
    .iterate(({ node }) => {
      if (node.name === name) found.push(node);
    });
  return found;
}
