import type { Evidence } from "./fault.ts";

/** Upper bounds of the API's histograms, in seconds. */
export const requestBuckets: readonly number[] = [0.1, 0.2, 0.3, 0.5, 0.7, 1, 3, 5, 7, 10];
export const queryBuckets: readonly number[] = [0.01, 0.05, 0.1, 0.3, 0.5, 1, 3, 5];

/** The label `le` as Prometheus 3 stores it: `1.0`, not `1`. */
export function leLabel(bound: number): string {
  return Number.isInteger(bound) ? `${bound}.0` : String(bound);
}

/**
 * That some took as long as `ms`: more than before are beyond the nearest bound below it. Undefined where even the least bound
 * is above it, and a histogram would not show it.
 */
export function slowOnes(
  metric: string,
  matchers: string,
  buckets: readonly number[],
  ms: number,
): Evidence | undefined {
  const bound = buckets.findLast((one) => one * 1000 < ms);
  if (bound === undefined) return undefined;
  // Before 3.0 Prometheus stored `1` as the service wrote it.
  const either = Number.isInteger(bound) ? `${bound}(\\\\.0)?` : String(bound).replace(".", "\\\\.");
  const selector = `${metric}_bucket{${matchers},le=~"${either}|\\\\+Inf"}`;
  return { selector, shows: "more slow ones", thanSeconds: bound };
}
