import type { SyntaxNode } from "@lezer/common";
import { parseDuration } from "./duration.ts";

/**
 * Milliseconds of a range, step or offset: `5m`, `300` (seconds), `-1h`, `2*5m`. Undefined where it depends on the query
 * (`step()`, `range()`).
 */
export function durationOf(node: SyntaxNode, text: string): number | undefined {
  const seconds = evaluate(node, text);
  return seconds === undefined || !Number.isFinite(seconds) ? undefined : Math.round(seconds * 1e6) / 1000;
}

/** In seconds, as Prometheus does, so that `2*5m` is ten minutes and not two times three hundred thousand. */
function evaluate(node: SyntaxNode, text: string): number | undefined {
  if (node.name === "NumberDurationLiteralInDurationContext") return literal(text.slice(node.from, node.to));
  if (node.getChild("DurationStep") || node.getChild("DurationRange")) return undefined;
  const parts = [...node.getChildren("DurationExpr"), ...node.getChildren("OffsetDurationExpr")];
  const [left, right] = parts.map((part) => evaluate(part, text));
  const sign = node.getChild("UnaryOp");
  if (sign) return left === undefined ? undefined : text.slice(sign.from, sign.to) === "-" ? -left : left;
  if (parts.length === 2) return left === undefined || right === undefined ? undefined : combine(node, left, right);
  const inner = node.getChild("NumberDurationLiteralInDurationContext");
  return inner ? evaluate(inner, text) : left;
}

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  Pow: (a, b) => a ** b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Mod: (a, b) => a % b,
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  DurationMinOf: Math.min,
  DurationMaxOf: Math.max,
};

function combine(node: SyntaxNode, left: number, right: number): number | undefined {
  const name = Object.keys(operators).find((operator) => node.getChild(operator));
  return name === undefined ? undefined : operators[name]?.(left, right);
}

/** A bare number is seconds, in any of Go's notations. */
function literal(text: string): number | undefined {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms / 1000;
  const seconds = Number(text.replaceAll("_", ""));
  return Number.isNaN(seconds) ? undefined : seconds;
}
