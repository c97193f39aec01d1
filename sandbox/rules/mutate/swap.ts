import { operands } from "../promql-types.ts";
import type { Operator } from "./change.ts";
import { briefly } from "./change.ts";

const ordered = { Sub: "-", Div: "/", Mod: "%", Pow: "^", Atan2: "atan2", Unless: "unless" } as const;

/** The sides of an operator that are not the same the other way round. */
export const swapChanges: Operator = (node, expr) => {
  const [left, right] = operands(node);
  const [, sign] = Object.entries(ordered).find(([name]) => node.name === "BinaryExpr" && node.getChild(name)) ?? [];
  if (!left || !right || sign === undefined) return [];
  const [a, b] = [expr.slice(left.from, left.to), expr.slice(right.from, right.to)];
  const text = `(${b})${expr.slice(left.to, right.from)}(${a})`;
  const what = `${briefly(left, expr, 24)} ${sign} ${briefly(right, expr, 24)} → sides swapped`;
  return [{ from: node.from, to: node.to, text, what, test: "sides that differ by more than the limit" }];
};
