import type { SyntaxNode } from "@lezer/common";
import type { Buckets } from "./buckets.ts";
import { partOfWhole } from "./part-of-whole.ts";
import { operands } from "./promql-types.ts";
import { selectors } from "./promql.ts";
import { bounded, drawn, type Range, scaledBy, shared } from "./value-ranges.ts";

/** What is known of metrics, so that of their values something is. */
export interface KnownValues {
  readonly buckets: Buckets;
  /** Whether it only ever grows from 0. */
  isCounter(metric: string): boolean;
}

const any: Range = [-Infinity, Infinity];
const positive: Range = [0, Infinity];
const share: Range = [0, 1];
const one: Range = [1, 1];

/** What the result of a function lies in, whatever it is of. */
const fixed: Readonly<Record<string, Range>> = {
  ...Object.fromEntries(["rate", "irate", "increase", "changes", "resets"].map((name) => [name, positive])),
  ...Object.fromEntries(
    ["abs", "exp", "sqrt", "stddev", "stdvar", "time", "timestamp"].map((name) => [name, positive]),
  ),
  ...Object.fromEntries(["absent", "absent_over_time", "present_over_time", "group"].map((name) => [name, one])),
  count: [1, Infinity],
  count_over_time: [1, Infinity],
  histogram_fraction: share,
  sgn: [-1, 1],
  minute: [0, 59],
  hour: [0, 23],
  day_of_week: [0, 6],
  day_of_month: [1, 31],
  day_of_year: [1, 366],
  days_in_month: [28, 31],
  month: [1, 12],
};

/** What leaves a value within what its input lies in. */
const within = new Set(
  "avg min max topk bottomk limitk limit_ratio avg_over_time min_over_time max_over_time last_over_time first_over_time scalar vector sort sort_desc label_replace label_join".split(
    " ",
  ),
);

/** Values that every metric of this name has. */
const named: Readonly<Record<string, Range>> = { up: share, probe_success: share, ALERTS: one };

/** The least and the most that an expression can be, where it has a value; NaN is left aside. Pure. */
export function rangeOf(node: SyntaxNode, text: string, known: KnownValues): Range {
  const inside = operands(node.getChild("FunctionCallBody") ?? node);
  const of = (index: number): Range => {
    const operand = inside.at(index);
    return operand ? rangeOf(operand, text, known) : any;
  };
  if (node.name === "NumberDurationLiteral") {
    const value = Number(text.slice(node.from, node.to).replaceAll("_", ""));
    return Number.isNaN(value) ? any : [value, value];
  }
  if (node.name === "VectorSelector") return ofSelector(node, text, known);
  if (node.name === "UnaryExpr") return text[node.from] === "-" ? scaledBy(of(0), [-1, -1]) : of(0);
  if (node.name === "BinaryExpr") return ofBinary(node, text, known);
  const called = node.getChild("FunctionIdentifier") ?? node.getChild("AggregateOp");
  if (!called) return inside.length > 0 ? of(0) : any;
  const name = text.slice(called.from, called.to);
  if (fixed[name]) return fixed[name];
  // Its last argument for aggregations: the first may be the number of topk.
  if (within.has(name)) return node.name === "AggregateExpr" ? of(-1) : of(0);
  if (name === "quantile" || name === "quantile_over_time") return of(1);
  if (name === "sum" || name === "sum_over_time") return of(0)[0] >= 0 ? [of(0)[0], Infinity] : any;
  if (name === "clamp_max") return bounded(of(0), [-Infinity, of(1)[1]]);
  if (name === "clamp_min") return bounded(of(0), [of(1)[0], Infinity]);
  if (name === "clamp") return bounded(of(0), [of(1)[0], of(2)[1]]);
  return name === "histogram_quantile" ? ofQuantile(node, text, known) : any;
}

function ofSelector(node: SyntaxNode, text: string, known: KnownValues): Range {
  const { metric } = selectors(text).find(({ offset }) => offset === node.from) ?? {};
  if (metric === undefined) return any;
  return named[metric] ?? (metric.endsWith("_info") ? one : known.isCounter(metric) ? positive : any);
}

/** What lies in the last bucket counts as the last bound. */
function ofQuantile(node: SyntaxNode, text: string, { buckets }: KnownValues): Range {
  const bounds = selectors(text)
    .filter(({ offset }) => node.from <= offset && offset < node.to)
    .map(({ metric = "" }) => buckets.get(metric.replace(/_bucket$/, "")));
  const [own] = bounds;
  return bounds.length === 1 && own ? [Math.min(0, ...own), Math.max(...own)] : any;
}

function ofBinary(node: SyntaxNode, text: string, known: KnownValues): Range {
  const [left, right] = operands(node);
  const sign = left?.nextSibling?.name;
  if (!left || !right) return any;
  const [a, b] = [rangeOf(left, text, known), rangeOf(right, text, known)];
  if (node.getChild("BoolModifier")) return share;
  if (sign === "Or") return drawn(a, b);
  if (sign === "And" || sign === "Unless") return a;
  if (sign === "Add") return [a[0] + b[0], a[1] + b[1]];
  if (sign === "Sub") return [a[0] - b[1], a[1] - b[0]];
  if (sign === "Mul") return scaledBy(a, b);
  if (sign === "Div") {
    if (partOfWhole(left, right, text)) return share;
    if (b[0] === b[1] && b[0] !== 0) return scaledBy(a, [1 / b[0], 1 / b[0]]);
    return a[0] >= 0 && b[0] >= 0 ? positive : any;
  }
  // What a comparison lets through.
  if (sign === "Gtr" || sign === "Gte") return shared(a, [b[0], Infinity]) ?? a;
  if (sign === "Lss" || sign === "Lte") return shared(a, [-Infinity, b[1]]) ?? a;
  return sign === "Eql" ? (shared(a, b) ?? a) : sign === "Neq" ? a : any;
}
