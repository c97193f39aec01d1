import type { SyntaxNode } from "@lezer/common";
import { operands } from "../promql-types.ts";
import { textOf } from "./change.ts";
import type { Change, Operator } from "./change.ts";

const signs = { Gtr: ">", Gte: ">=", Lss: "<", Lte: "<=", Eql: "==", Neq: "!=" } as const;
type Sign = (typeof signs)[keyof typeof signs];

const others: Readonly<Record<Sign, readonly Sign[]>> = {
  ">": [">=", "<", "==", "!="],
  ">=": [">", "<", "==", "!="],
  "<": ["<=", ">", "==", "!="],
  "<=": ["<", ">", "==", "!="],
  "==": ["!=", ">=", "<="],
  "!=": ["==", ">=", "<="],
};

/** The sign of a comparison, and its node; undefined for any other node. */
export function signOf(node: SyntaxNode): { readonly sign: Sign; readonly at: SyntaxNode } | undefined {
  if (node.name !== "BinaryExpr") return undefined;
  for (const [name, sign] of Object.entries(signs)) {
    const at = node.getChild(name);
    if (at) return { sign, at };
  }
  return undefined;
}

/** Another sign, or no comparison at all. */
export const comparisons: Operator = (node, expr) => {
  const found = signOf(node);
  const [left, right] = operands(node);
  if (!found || !left || !right) return [];
  const { sign, at } = found;
  const number = [right, left].find((side) => side.name === "NumberDurationLiteral");
  const limit = number ? ` ${textOf(number, expr)}` : "";
  const swaps = others[sign].map((other): Change => ({
    from: at.from,
    to: at.to,
    text: other,
    what: `${sign}${limit} → ${other}${limit}`,
    test: telling(sign, other, limit),
  }));
  const kept = number === left ? right : left;
  const dropped = {
    from: node.from,
    to: node.to,
    text: expr.slice(kept.from, kept.to),
    what: `${sign}${limit} → dropped`,
    test: "a near miss: a signal on the other side of the limit, on which it must not even be pending",
  };
  return [...swaps, dropped];
};

function telling(sign: Sign, other: Sign, limit: string): string {
  const both = sign.replace("=", "") === other.replace("=", "") && sign !== "==" && sign !== "!=";
  const where = limit === "" ? "two equal sides" : `a value of exactly${limit}`;
  if (both) return `${where}, on which it must ${sign.includes("=") ? "fire" : "not even be pending"}`;
  return `values on both sides of ${limit === "" ? "the other" : limit.trim()}, of which ${sign} lets one fire`;
}
