/** A scaled duration in whole milliseconds, and whether nothing was lost. */
export interface WholeMs {
  readonly ms: number;
  readonly exact: boolean;
}

/** Rounds up where that changes less than a thousandth; undefined where it would change more, and a ratio would be bent. */
export function wholeMs(ms: number, k: number): WholeMs | undefined {
  const scaled = ms / k;
  const nearest = Math.round(scaled);
  if (Math.abs(scaled - nearest) < 1e-6) return { ms: nearest, exact: true };
  const up = Math.ceil(scaled);
  return (up - scaled) / scaled < 0.001 ? { ms: up, exact: false } : undefined;
}
