/** How long requests are held up, in milliseconds: half of them up to `p50`, 95 % up to `p95`, 99 % up to `p99`, none longer. */
export interface Distribution {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

const silverRatio = Math.SQRT2 - 1;

/**
 * The delay of the n-th request, the same every time: places in the distribution are taken in steps of the silver ratio,
 * so that every stretch of requests has a fair share of each. (Loads draw their mix in steps of the golden ratio: with the same
 * steps one route would take all that is slow.)
 */
export function delayOf({ p50, p95, p99 }: Distribution, n: number): number {
  const place = (n * silverRatio) % 1;
  if (place < 0.5) return between(0, p50, place / 0.5);
  if (place < 0.95) return between(p50, p95, (place - 0.5) / 0.45);
  return between(p95, p99, Math.min(1, (place - 0.95) / 0.04));
}

function between(from: number, to: number, part: number): number {
  return from + (to - from) * part;
}
