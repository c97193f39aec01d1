import { operands } from "../promql-types.ts";
import { briefly } from "./change.ts";
import type { Change, Operator } from "./change.ts";

const sets = { And: "and", Or: "or", Unless: "unless" } as const;

/** A side of `and`, `or` and `unless` dropped. */
export const sideChanges: Operator = (node, expr) => {
  const [left, right] = operands(node);
  const [, set] = Object.entries(sets).find(([name]) => node.name === "BinaryExpr" && node.getChild(name)) ?? [];
  if (!left || !right || set === undefined) return [];
  const only = (kept: typeof left, lost: typeof left): Change => ({
    from: node.from,
    to: node.to,
    text: expr.slice(kept.from, kept.to),
    what: `${set} ${briefly(lost, expr)} → dropped`,
    test: tests[set],
  });
  // Without its left side, what `unless` leaves is something else altogether.
  return set === "unless" ? [only(left, right)] : [only(left, right), only(right, left)];
};

const tests = {
  and: "one side true and the other not, on which it must not be pending",
  or: "this side true alone, on which it must fire",
  unless: "both sides true, on which it must not be pending",
} as const;
