import type { SyntaxNode } from "@lezer/common";
import { selectors } from "./promql.ts";
import type { Selector } from "./promql.ts";

/** What counts a part for less than the whole. */
const counting = new Set("sum rate increase irate count sum_over_time count_over_time".split(" "));

/**
 * Whether the one side counts some of what the other counts: the same, of the same metric, with a matcher more. A histogram's
 * bucket is part of its count.
 */
export function partOfWhole(part: SyntaxNode, whole: SyntaxNode, text: string): boolean {
  const [a, b] = [soleIn(part, text), soleIn(whole, text)];
  if (!a || !b || a.around !== b.around || a.selector.rangeMs !== b.selector.rangeMs) return false;
  if (!a.functions.every((name) => counting.has(name))) return false;
  const { metric = "", matchers } = a.selector;
  const bucket = metric.endsWith("_bucket") && b.selector.metric === metric.replace(/_bucket$/, "_count");
  if (metric !== b.selector.metric && !bucket) return false;
  if (bucket && !matchers.some(({ label }) => label === "le")) return false;
  const written = new Set(matchers.map((one) => JSON.stringify(one)));
  return b.selector.matchers.every((one) => written.has(JSON.stringify(one)));
}

interface Side {
  readonly selector: Selector;
  /** What stands around it, without blanks. */
  readonly around: string;
  readonly functions: readonly string[];
}

/** Undefined where a side has not just one selector. */
function soleIn(side: SyntaxNode, text: string): Side | undefined {
  const found = selectors(text).filter(({ offset }) => side.from <= offset && offset < side.to);
  const [selector] = found;
  if (found.length !== 1 || !selector) return undefined;
  const before = text.slice(side.from, selector.offset);
  const after = text.slice(selector.offset + selector.text.length, side.to);
  const called = (before + after).replaceAll(/\b(?:by|without)\s*\([^)]*\)/g, "");
  return {
    selector,
    around: (before + after).replaceAll(/\s+/g, ""),
    functions: [...called.matchAll(/(\w+)\s*\(/g)].map(([, name = ""]) => name),
  };
}
