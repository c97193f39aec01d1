import type { Metric } from "./metrics.ts";

/** What is no regression yet: runs of one service on one machine differ too. */
export interface Tolerance {
  /** Of latencies and throughput: so much for the worse; of p99, which few answers make, twice as much. */
  readonly relative: number;
  /** Of the share of requests that fail. */
  readonly errors: number;
  /** Of latencies, in ms, where `relative` would be less: below it the machine is what is measured. */
  readonly leastMs: number;
}

export const defaultTolerance: Tolerance = { relative: 0.05, errors: 0.005, leastMs: 0.1 };

/** As the change of the metric is measured. */
export function allowedOf(
  { name, quantile }: Metric,
  { relative, errors, leastMs }: Tolerance,
  baseline: number,
): number {
  if (name === "errors") return errors;
  if (quantile === undefined) return relative;
  return Math.max(name === "p99" ? 2 * relative : relative, baseline > 0 ? leastMs / baseline : 0);
}
