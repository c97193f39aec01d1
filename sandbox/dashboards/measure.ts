import type { SyntaxNode } from "@lezer/common";
import { modifiers, operands } from "../rules/promql-types.ts";
import { parseExpr } from "../rules/promql.ts";
import { partOf } from "./measures.ts";
import type { Measures } from "./measures.ts";

/** What an expression's value measures: `requests/second`, `ratio`. */
export interface Measure {
  /** `number` of a number that is written out; undefined where it can't be told. */
  readonly unit: string | undefined;
  /** Of a histogram's buckets: what they observe. */
  readonly of?: string;
  readonly literal?: number;
}

/** What a value of the expression measures, by the units of the metrics in it; `unit` is undefined where it can't be told. Pure. */
export function measure(expr: string, measures: Measures): Measure {
  const root = operands(parseExpr(expr).tree.topNode)[0];
  return root ? visit(root, { text: expr, measures }) : unknown;
}

interface Around {
  readonly text: string;
  readonly measures: Measures;
}

const unknown: Measure = { unit: undefined };
/** A count of series, or a number that is none of a unit's. */
const things: Measure = { unit: "things" };

function visit(node: SyntaxNode, around: Around): Measure {
  const [first] = operands(node);
  if (node.name === "NumberDurationLiteral") return { unit: "number", literal: Number(slice(node, around)) };
  if (node.name === "VectorSelector") return ofSelector(node, around);
  if (node.name === "BinaryExpr") return ofOperator(node, around);
  if (node.name === "FunctionCall") return ofCall(slice(node.getChild("FunctionIdentifier"), around), node, around);
  if (node.name === "AggregateExpr") return ofCall(slice(node.getChild("AggregateOp"), around), node, around);
  const transparent = ["MatrixSelector", "SubqueryExpr", "ParenExpr", "UnaryExpr"].includes(node.name);
  return first && (transparent || modifiers.has(node.name)) ? visit(first, around) : unknown;
}

function ofSelector(node: SyntaxNode, { text, measures }: Around): Measure {
  const name = slice(node.getChild("Identifier"), { text });
  const found = partOf(name, measures);
  if (!found) return unknown;
  const { metric, part } = found;
  const counts = metric.counts ?? "things";
  if (part === "bucket") return { unit: counts, of: metric.unit };
  return { unit: part === "count" ? counts : metric.unit };
}

const counting = new Set(["count", "count_over_time", "changes", "resets", "group", "absent", "vector", "scalar"]);
const perSecond = new Set(["rate", "irate", "deriv"]);

function ofCall(name: string, node: SyntaxNode, around: Around): Measure {
  if (counting.has(name)) return things;
  if (name === "time") return { unit: "timestamp" };
  const body = node.getChild("FunctionCallBody");
  const args = body ? operands(body).map((arg) => visit(arg, around)) : [];
  // The series are the last argument, but to functions that take numbers after them.
  const series = args.findLast(({ unit }) => unit !== "number") ?? unknown;
  if (name === "histogram_quantile") return { unit: series.of };
  if (!perSecond.has(name)) return series;
  if (series.unit === undefined) return unknown;
  return { ...series, unit: series.unit === "seconds" ? "ratio" : `${series.unit}/second` };
}

const comparisons = new Set(["Eql", "Neq", "Gtr", "Gte", "Lss", "Lte", "And", "Unless"]);

function ofOperator(node: SyntaxNode, around: Around): Measure {
  const [left, right] = operands(node);
  if (!left || !right) return unknown;
  const [a, b] = [visit(left, around), visit(right, around)];
  const sign = left.nextSibling?.name ?? "";
  if (comparisons.has(sign)) return a;
  if (sign === "Or") return a.unit === b.unit || b.unit === "things" ? a : unknown;
  if (sign === "Div") return quotient(a, b);
  if (sign === "Mul") return a.unit === "number" ? times(b, a.literal) : times(a, b.literal);
  if (sign !== "Add" && sign !== "Sub") return unknown;
  if (a.unit === "number") return b;
  if (b.unit === "number" || a.unit === b.unit) return a.unit === "timestamp" ? { unit: "seconds" } : a;
  return unknown;
}

/** A quantity times a number is another unit's where that number leads from one to the other, and nobody's otherwise. */
const conversions: Readonly<Record<string, string>> = {
  "ratio 100": "percent",
  "seconds 1000": "milliseconds",
  "minutes 60": "seconds",
  "bytes 8": "bits",
  "bytes/second 8": "bits/second",
};

function times({ unit }: Measure, factor: number | undefined): Measure {
  return { unit: conversions[`${unit} ${factor}`] };
}

function quotient(a: Measure, b: Measure): Measure {
  if (a.unit === undefined || b.unit === undefined) return unknown;
  if (b.unit === "number") return { unit: a.unit === "percent" && b.literal === 100 ? "ratio" : undefined };
  if (a.unit === b.unit) return { unit: "ratio" };
  // A mean: so many seconds per request.
  const [of, per] = [a.unit.replace("/second", ""), b.unit.replace("/second", "")];
  if ((a.unit !== of) === (b.unit !== per)) return { unit: of };
  // rate() of seconds is a ratio already.
  return a.unit === "ratio" && b.unit !== per ? { unit: "seconds" } : unknown;
}

function slice(node: SyntaxNode | null, { text }: Pick<Around, "text">): string {
  return node ? text.slice(node.from, node.to) : "";
}
