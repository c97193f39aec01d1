import { briefly, textOf } from "./change.ts";
import type { Operator } from "./change.ts";

const others: Readonly<Record<string, readonly string[]>> = {
  sum: ["avg", "max", "min", "count"],
  avg: ["sum", "max", "min"],
  max: ["min", "avg", "sum"],
  min: ["max", "avg", "sum"],
  count: ["sum", "max"],
  topk: ["bottomk"],
  bottomk: ["topk"],
};

/** What several series are made one by. */
export const aggregationChanges: Operator = (node, expr) => {
  const op = node.name === "AggregateExpr" ? node.getChild("AggregateOp") : null;
  if (!op) return [];
  const was = textOf(op, expr);
  return (others[was] ?? []).map((other) => ({
    from: op.from,
    to: op.to,
    text: other,
    what: `${was} → ${other}`,
    test: `two series that differ, of one group of ${briefly(node, expr, 48)}, of which ${was} is on one side of the limit and ${other} on the other`,
  }));
};
