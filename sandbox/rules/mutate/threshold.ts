import type { SyntaxNode } from "@lezer/common";
import { parseDuration } from "../duration.ts";
import { operands } from "../promql-types.ts";
import { parseExpr } from "../promql.ts";
import type { Change, Operator } from "./change.ts";
import { signOf } from "./comparison.ts";

const factors = [2, 0.5, 1.1, 0.9];

/** A number that something is compared with, twice and half as great, and a tenth more and less; in place of 0, 1. */
export const thresholdChanges: Operator = (node, expr) =>
  compared(node).flatMap((number) => {
    const sign = signOf(node)?.sign ?? "";
    const was = expr.slice(number.from, number.to);
    const value = numberOf(was);
    if (Number.isNaN(value)) return [];
    const pairs = value === 0 ? [[2, 1] as const] : factors.map((factor) => [factor, factor * value] as const);
    return pairs.map(([factor, exact]): Change => {
      const now = written(exact);
      const between = written((value + exact) / 2);
      const [low, high] = exact > value ? [was, now] : [now, was];
      return {
        from: number.from,
        to: number.to,
        text: now,
        what: `${sign} ${was} → ${sign} ${now}`,
        test: `a value between ${low} and ${high}, such as ${between}${outcome(sign, exact > value)}`,
        factor,
      };
    });
  });

/** The numbers on either side of each comparison, factors of what stands there included: 0.05 of `errors > 0.05 * all`. */
export function thresholds(expr: string): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  parseExpr(expr).tree.iterate({ enter: ({ node }) => void found.push(...compared(node)) });
  return found;
}

function compared(node: SyntaxNode): SyntaxNode[] {
  return signOf(node) ? operands(node).flatMap(numbers) : [];
}

const arithmetic = ["Add", "Sub", "Mul", "Div"];

/** Not those that a function or an aggregation takes: they choose what is measured, and not how much of it is too much. */
function numbers(node: SyntaxNode): SyntaxNode[] {
  if (node.name === "NumberDurationLiteral") return [node];
  const through =
    node.name === "ParenExpr" ||
    node.name === "UnaryExpr" ||
    (node.name === "BinaryExpr" && arithmetic.some((name) => node.getChild(name)));
  return through ? operands(node).flatMap(numbers) : [];
}

/** `1h` is 3600. */
function numberOf(text: string): number {
  const plain = Number(text.replaceAll("_", ""));
  return Number.isNaN(plain) ? (parseDuration(text) ?? Number.NaN) / 1000 : plain;
}

const written = (value: number): string => String(Number(value.toPrecision(12)));

/** What must come of a value between the two, where the sign says it. */
function outcome(sign: string, higher: boolean): string {
  if (sign.startsWith(">")) return higher ? ", on which it must fire" : ", on which it must not fire";
  if (sign.startsWith("<")) return higher ? ", on which it must not fire" : ", on which it must fire";
  return "";
}
