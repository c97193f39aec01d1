import type { SyntaxNode } from "@lezer/common";
import { parseExpr, selectors } from "./promql.ts";
import { signalOf } from "./signals.ts";
import type { Signals } from "./signals.ts";

/** How many events a rule's verdict hangs on: so many of a hundred in a window of so much production time. */
export interface EventShare {
  readonly windowMs: number;
  /** Above 0, below 1. */
  readonly share: number;
}

const comparisons = new Set(["Gtr", "Gte", "Lss", "Lte"]);

/**
 * The share of events that a threshold on a ratio, or a quantile, tells apart: 0.05 of `errors / all > 0.05`, 0.05 of a
 * 0.95 quantile. Undefined for a rule that counts no events, or compares with no such number.
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

/** Of a ratio: a number compared with an expression that divides. */
function thresholds(expr: string): number[] {
  const found: number[] = [];
  parseExpr(expr).tree.iterate({
    enter: ({ node }) => {
      if (node.name !== "BinaryExpr" || !children(node).some((child) => comparisons.has(child.name))) return;
      if (!divides(node)) return;
      for (const child of children(node)) {
        if (child.name === "NumberDurationLiteral") found.push(Number(expr.slice(child.from, child.to)));
      }
    },
  });
  return found;
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

function divides(node: SyntaxNode): boolean {
  return node.name === "Div" || children(node).some(divides);
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
}
