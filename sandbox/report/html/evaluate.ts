import type { SyntaxNode } from "@lezer/common";
import type { Series } from "../../observe/series.ts";
import { matches } from "../../rules/matchers.ts";
import { operands } from "../../rules/promql-types.ts";
import { parseExpr, selectors } from "../../rules/promql.ts";
import { aggregated, combined, quantileOf } from "./vectors.ts";
import type { Value } from "./vectors.ts";
import { firstAfter, rateOf } from "./rate.ts";

/** An expression as a function of real time, in milliseconds. */
export type Evaluated = (at: number) => Value;

export interface Recording {
  readonly series: readonly Series[];
  /** Ranges are production time, samples are not. */
  readonly factor: number;
  /** Real milliseconds after which a sample is no longer the current one. */
  readonly staleMs: number;
  /** Expressions of recording rules, by what they record. */
  readonly recorded: ReadonlyMap<string, string>;
}

/**
 * For pictures, not for verdicts: the common part of PromQL (selectors, rate, sums, quantiles, arithmetic) on recorded samples.
 * Undefined where an expression uses anything else.
 */
export function evaluator(expr: string, recording: Recording): Evaluated | undefined {
  const top = operands(parseExpr(expr).tree.topNode)[0];
  return top && compile(top, { expr, recording, depth: 0 });
}

interface Context {
  readonly expr: string;
  readonly recording: Recording;
  /** Recording rules may read one another in a circle. */
  readonly depth: number;
}

/** What a rule compares with a number: `left > limit`; undefined where it does no such thing. */
export interface Comparison {
  readonly left: string;
  readonly operator: string;
  readonly limit: number;
}

export function comparisonOf(expr: string): Comparison | undefined {
  let node = operands(parseExpr(expr).tree.topNode)[0];
  while (node && (node.name === "ParenExpr" || node.getChild("And") || node.getChild("Unless")))
    node = operands(node)[0];
  const sign = node && signs.map((name) => node.getChild(name)).find((found) => found !== null);
  if (!node || !sign || node.getChild("BoolModifier")) return undefined;
  const [left, right] = operands(node);
  const limit = right?.name === "NumberDurationLiteral" ? Number(slice(right, expr)) : Number.NaN;
  if (!left || !Number.isFinite(limit)) return undefined;
  return { left: slice(left, expr), operator: slice(sign, expr), limit };
}

const signs = ["Gtr", "Gte", "Lss", "Lte", "Eql", "Neq"];
const slice = (node: SyntaxNode, text: string): string => text.slice(node.from, node.to);

function compile(node: SyntaxNode, context: Context): Evaluated | undefined {
  const parts = operands(node.getChild("FunctionCallBody") ?? node);
  const [first, second] = parts;
  switch (node.name) {
    case "ParenExpr":
      return first && compile(first, context);
    case "NumberDurationLiteral": {
      const value = Number(slice(node, context.expr));
      return Number.isNaN(value) ? undefined : () => value;
    }
    case "VectorSelector":
      return current(node, context);
    case "AggregateExpr":
      return parts.length === 1 && first ? aggregate(node, first, context) : undefined;
    case "FunctionCall":
      return call(node, parts, context);
    case "BinaryExpr":
      return first && second ? binary(node, first, second, context) : undefined;
    default:
      return undefined;
  }
}

/** Without their name, as `rate` and arithmetic leave them. */
function selected(node: SyntaxNode, { expr, recording }: Context): readonly Series[] | undefined {
  const selector = selectors(expr).find(({ offset }) => offset === node.from);
  if (!selector || selector.offsetMs !== 0) return undefined;
  const { metric, matchers } = selector;
  return recording.series
    .filter(
      ({ labels }) =>
        (metric === undefined || labels["__name__"] === metric) &&
        matchers.every((matcher) => matches(matcher, labels)),
    )
    .map(({ labels: { __name__: _name, ...labels }, samples }) => ({ labels, samples }));
}

function current(node: SyntaxNode, context: Context): Evaluated | undefined {
  const { recording, expr, depth } = context;
  const rule = recording.recorded.get(slice(node, expr).trim());
  if (rule !== undefined) {
    const top = operands(parseExpr(rule).tree.topNode)[0];
    return top && depth < 5 ? compile(top, { recording, expr: rule, depth: depth + 1 }) : undefined;
  }
  const series = selected(node, context);
  return (
    series &&
    ((at) =>
      series.flatMap(({ labels, samples }) => {
        const [time, value] = samples[firstAfter(samples, at) - 1] ?? [-Infinity, ""];
        return at - time > recording.staleMs ? [] : [{ labels, value: Number(value) }];
      }))
  );
}

function call(node: SyntaxNode, parts: readonly SyntaxNode[], context: Context): Evaluated | undefined {
  const name = node.getChild("FunctionIdentifier");
  const [first, second] = parts;
  const called = name ? slice(name, context.expr) : "";
  if (called === "histogram_quantile" && first && second) {
    const [quantile, inner] = [compile(first, context), compile(second, context)];
    return quantile && inner && ((at) => quantileOf(Number(quantile(at)), inner(at)));
  }
  const selector = first?.name === "MatrixSelector" ? first.getChild("VectorSelector") : null;
  if (called !== "rate" || !selector) return undefined;
  const range = selectors(context.expr).find(({ offset }) => offset === selector.from)?.rangeMs;
  const series = selected(selector, context);
  if (!series || range === undefined) return undefined;
  const rangeMs = range / context.recording.factor;
  return (at) =>
    series.flatMap(({ labels, samples }) => {
      const value = rateOf(samples, at, rangeMs);
      return value === undefined ? [] : [{ labels, value }];
    });
}

function aggregate(node: SyntaxNode, of: SyntaxNode, context: Context): Evaluated | undefined {
  const operator = node.getChild("AggregateOp");
  const inner = compile(of, context);
  const modifier = node.getChild("AggregateModifier");
  const labels = modifier?.getChild("GroupingLabels")?.getChildren("LabelName") ?? [];
  const names = new Set(labels.map((label) => slice(label, context.expr)));
  const how = operator ? slice(operator, context.expr) : "";
  const without = Boolean(modifier?.getChild("Without"));
  const kept = (label: string): boolean => names.has(label) !== without;
  return inner && aggregated(how, [], kept) ? (at) => aggregated(how, inner(at), kept) ?? [] : undefined;
}

function binary(node: SyntaxNode, first: SyntaxNode, second: SyntaxNode, context: Context): Evaluated | undefined {
  const operation = (["Add", "Sub", "Mul", "Div"] as const).find((name) => node.getChild(name));
  const modifier = node.getChild("MatchingModifierClause");
  const [left, right] = [compile(first, context), compile(second, context)];
  if (!operation || !left || !right || modifier?.getChild("GroupLeft") || modifier?.getChild("GroupRight"))
    return undefined;
  const names = modifier
    ?.getChild("GroupingLabels")
    ?.getChildren("LabelName")
    .map((label) => slice(label, context.expr));
  const on = Boolean(modifier?.getChild("On"));
  const matched = (label: string): boolean => names === undefined || names.includes(label) === on;
  return (at) => combined(operation, left(at), right(at), matched);
}
