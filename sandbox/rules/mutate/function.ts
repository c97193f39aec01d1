import { briefly, textOf } from "./change.ts";
import type { Operator } from "./change.ts";

const others: Readonly<Record<string, readonly string[]>> = {
  rate: ["irate", "increase"],
  irate: ["rate", "increase"],
  increase: ["rate"],
  delta: ["idelta"],
  idelta: ["delta"],
  avg_over_time: ["max_over_time", "min_over_time", "last_over_time"],
  max_over_time: ["avg_over_time", "min_over_time", "last_over_time"],
  min_over_time: ["avg_over_time", "max_over_time", "last_over_time"],
  sum_over_time: ["count_over_time"],
  count_over_time: ["sum_over_time"],
};

/** How a range becomes one value. */
export const functionChanges: Operator = (node, expr) => {
  const name = node.name === "FunctionCall" ? node.getChild("FunctionIdentifier") : null;
  if (!name) return [];
  const was = textOf(name, expr);
  return (others[was] ?? []).map((other) => ({
    from: name.from,
    to: name.to,
    text: other,
    what: `${was} → ${other}`,
    test: `a signal that is uneven over the window of ${briefly(node, expr, 48)}, so that ${was} and ${other} are on two sides of the limit`,
  }));
};
