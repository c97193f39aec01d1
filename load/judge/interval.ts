/** Where a share lies with a confidence of 95 %. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Of the normal distribution, 2.5 % on each side. */
const z = 1.959963984540054;

/**
 * Wilson's interval of a share of which `good` of `of` were seen. It is right for shares near 1 too, where the usual one has no
 * width at all; and it takes each request for a trial of its own, so that a stall that hits a hundred in a row counts as a hundred.
 */
export function shareInterval(good: number, of: number): Interval {
  const share = good / of;
  const centre = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** How many requests of that share it takes until the interval leaves the objective out; null: no number will do. */
export function requestsNeeded(share: number, objective: number): number | null {
  const distance = Math.abs(share - objective);
  return distance < 1e-9 ? null : Math.ceil((z * z * objective * (1 - objective)) / (distance * distance));
}
