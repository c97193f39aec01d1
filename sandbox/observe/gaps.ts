import type { Series } from "./series.ts";

/** Two samples further apart than they should be: the time that nothing was seen, beyond one interval. */
export interface Gap {
  readonly at: number;
  readonly lengthMs: number;
}

/** Gaps between the samples of a series that should come every `intervalMs`; half an interval late is no gap yet. */
export function gaps(series: Series, intervalMs: number): Gap[] {
  return series.samples.flatMap(([at], i) => {
    const previous = series.samples[i - 1]?.[0];
    if (previous === undefined || at - previous <= 1.5 * intervalMs) return [];
    return [{ at: previous, lengthMs: at - previous - intervalMs }];
  });
}
