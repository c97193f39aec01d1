import type { SyntaxNode } from "@lezer/common";
import { operands } from "./promql-types.ts";
import { parseExpr, selectors } from "./promql.ts";
import { signalOf } from "./signals.ts";
import type { Signals } from "./signals.ts";

/** How many events a rule's verdict hangs on: so many of a hundred in a window of so much production time. */
export interface EventShare {
  readonly windowMs: number;
  /** Above 0, below 1. */
  readonly share: number;
}

/**
 * The share of events that a threshold on a ratio, or a quantile, tells apart: 0.05 of `errors / all > 0.05`, of
 * `errors / all * 100 > 5`, of `errors > 0.05 * all`, of a 0.95 quantile. Undefined for a rule that counts no events, or
 * compares with no such number.
 */
export function eventShare(expr: string, signals: Signals): EventShare | undefined {
  const counted = selectors(expr).filter(
    ({ metric, rangeMs, usedBy }) =>
      rangeMs !== undefined && metric !== undefined && signalOf(metric, signals, usedBy).signal === "flow",
  );
  const windows = counted.flatMap(({ rangeMs }) => (rangeMs === undefined ? [] : [rangeMs]));
  const shares = [...quantiles(expr).map((quantile) => 1 - quantile), ...thresholds(expr)];
  const telling = shares.filter((share) => share > 0 && share < 1);
  if (windows.length === 0 || telling.length === 0) return undefined;
  return { windowMs: Math.min(...windows), share: Math.min(...telling) };
}

function thresholds(expr: string): number[] {
  const found: number[] = [];
  parseExpr(expr).tree.iterate({
    enter: ({ node }) => {
      const more = node.getChild("Gtr") ?? node.getChild("Gte");
      if (!more && !node.getChild("Lss") && !node.getChild("Lte")) return;
      const [left, right] = operands(node).map((side) => product(side, expr));
      if (!left || !right) return;
      // Of two counts, the one that has to be the greater is the part.
      const [part, whole] = more ? [left, right] : [right, left];
      if (isRatio(left) && isNumber(right)) found.push(right.factor / left.factor);
      else if (isNumber(left) && isRatio(right)) found.push(left.factor / right.factor);
      else if (isCount(part) && isCount(whole)) found.push(whole.factor / part.factor);
    },
  });
  return found;
}

/** A number, times so many counts, divided by so many. */
interface Product {
  readonly factor: number;
  readonly over: number;
  readonly under: number;
}

const count: Product = { factor: 1, over: 1, under: 0 };
const isNumber = ({ over, under }: Product): boolean => over === 0 && under === 0;
const isCount = ({ over, under }: Product): boolean => over === 1 && under === 0;
const isRatio = ({ over, under }: Product): boolean => over === 1 && under === 1;

/** Undefined where an expression is no such thing. */
function product(node: SyntaxNode, expr: string): Product | undefined {
  if (node.name === "NumberDurationLiteral")
    return { factor: Number(expr.slice(node.from, node.to)), over: 0, under: 0 };
  const inside = operands(node.getChild("FunctionCallBody") ?? node);
  const parts = inside.map((part) => product(part, expr));
  const [left, right] = parts;
  if (node.name === "ParenExpr") return left;
  if (node.name !== "BinaryExpr") {
    if (inside.length === 0) return count;
    // What stands around a ratio or a count is taken to keep it one: max_over_time(), sum().
    const inner = parts.find((part) => !part || !isNumber(part));
    return inner && (isRatio(inner) || (isCount(inner) && inner.factor === 1)) ? inner : undefined;
  }
  if (!left || !right) return undefined;
  if (node.getChild("Mul"))
    return { factor: left.factor * right.factor, over: left.over + right.over, under: left.under + right.under };
  if (node.getChild("Div"))
    return { factor: left.factor / right.factor, over: left.over + right.under, under: left.under + right.over };
  const summed = node.getChild("Add") ?? node.getChild("Sub");
  return summed && [left, right].every((part) => isCount(part) && part.factor === 1) ? count : undefined;
}

function quantiles(expr: string): number[] {
  const found: number[] = [];
  parseExpr(expr).tree.iterate({
    enter: ({ node }) => {
      const name = node.name === "FunctionCall" ? node.getChild("FunctionIdentifier") : null;
      if (!name || expr.slice(name.from, name.to) !== "histogram_quantile") return;
      const first = node.getChild("FunctionCallBody")?.getChild("NumberDurationLiteral");
      if (first) found.push(Number(expr.slice(first.from, first.to)));
    },
  });
  return found;
}
