import { operands } from "./promql-types.ts";
import { parseExpr } from "./promql.ts";

const signs = { Gtr: ">", Gte: ">=", Lss: "<", Lte: "<=", Eql: "==", Neq: "!=" } as const;
const mirrored = { ">": "<", ">=": "<=", "<": ">", "<=": ">=", "==": "==", "!=": "!=" } as const;

export type Sign = (typeof signs)[keyof typeof signs];

/** An alert's condition as what is measured, and the number that it is compared with. */
export interface Comparison {
  /** The measured side, as it is written. */
  readonly measured: string;
  /** Fires where measured, sign, threshold. */
  readonly sign: Sign;
  readonly threshold: number;
}

/** Undefined for a condition that is not one comparison with one number. */
export function comparisonOf(expr: string): Comparison | undefined {
  let node = operands(parseExpr(expr).tree.topNode)[0];
  while (node?.name === "ParenExpr") node = operands(node)[0];
  if (node?.name !== "BinaryExpr") return undefined;
  const name = (Object.keys(signs) as (keyof typeof signs)[]).find((one) => node.getChild(one));
  const [left, right] = operands(node);
  if (!name || !left || !right) return undefined;
  const text = (side: typeof left): string => expr.slice(side.from, side.to);
  const [there, here] = [Number(text(right)), Number(text(left))];
  if (!Number.isNaN(there)) return { measured: text(left).trim(), sign: signs[name], threshold: there };
  if (!Number.isNaN(here)) return { measured: text(right).trim(), sign: mirrored[signs[name]], threshold: here };
  return undefined;
}
