import type { Outcome } from "../../sandbox/outcome.ts";
import type { Threshold } from "../objectives.ts";
import type { ThresholdVerdict } from "./load-verdict.ts";

/** By the value that is nearest to the threshold, or furthest beyond it, of all that the expression gave. */
export function judgeThreshold({ name, expr, below, above }: Threshold, values: readonly number[]): ThresholdVerdict {
  const sign = below === undefined ? ">" : "<";
  const threshold = below ?? above ?? 0;
  const at = { name, expr, sign, threshold } as const;
  if (values.length === 0)
    return { ...at, outcome: "inconclusive", value: null, observed: `the expression gives nothing: ${expr}` };
  if (values.some((one) => Number.isNaN(one)))
    return { ...at, outcome: "inconclusive", value: null, observed: `the expression gives no number: ${expr}` };
  const value = sign === "<" ? Math.max(...values) : Math.min(...values);
  const outcome: Outcome = (sign === "<" ? value < threshold : value > threshold) ? "held" : "deviated";
  const of = values.length === 1 ? "" : `, of ${values.length} series`;
  return { ...at, outcome, value, observed: `${Number(value.toPrecision(6))}${of}` };
}
