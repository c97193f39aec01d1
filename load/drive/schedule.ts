/** A rate that goes linearly from one value to another, in requests per second. */
export interface Ramp {
  readonly seconds: number;
  readonly from: number;
  readonly to: number;
}

/** When each request of an open load is meant to start. */
export interface Schedule {
  readonly seconds: number;
  /** How many requests there are: numbers 0 up to, but without, this one. */
  readonly total: number;
  /** Milliseconds from the start of the load to the start of request `n`. Ask in rising order: it is fast only then. */
  dueMs(n: number): number;
}

/** So that 100 requests a second for one second are 100, whatever the sums of fractions say. */
const margin = 1e-9;

/**
 * The n-th request starts when the integral of the rate reaches n: evenly where the rate stays, ever closer where it
 * rises. Nothing is drawn at random, so that two loads of one profile are the same.
 */
export function schedule(ramps: readonly Ramp[]): Schedule {
  let [seconds, count] = [0, 0];
  const parts = ramps.map((ramp) => {
    const part = { ...ramp, begins: seconds, first: count };
    seconds += ramp.seconds;
    count += (ramp.seconds * (ramp.from + ramp.to)) / 2;
    return { ...part, end: count };
  });
  let at = 0;
  return {
    seconds,
    total: Math.max(0, Math.ceil(count - margin)),
    dueMs(n) {
      if (n < (parts[at]?.first ?? 0)) at = 0;
      while (at < parts.length - 1 && n >= (parts[at]?.end ?? 0) - margin) at++;
      const part = parts[at];
      return part ? 1000 * (part.begins + reached(n - part.first, part)) : 0;
    },
  };
}

/** Seconds into a ramp until it has sent `count`: the root of from·x + slope·x²/2 = count that exists for slope 0 too. */
function reached(count: number, { from, to, seconds }: Ramp): number {
  if (count <= 0) return 0;
  const slope = (to - from) / seconds;
  return (2 * count) / (from + Math.sqrt(Math.max(0, from * from + 2 * slope * count)));
}

/** Requests that ramps ask for in their first seconds. */
export function dueWithin(ramps: readonly Ramp[], seconds: number): number {
  let before = 0;
  return ramps.reduce((sum, { from, to, seconds: length }) => {
    const inside = Math.min(length, Math.max(0, seconds - before));
    before += length;
    return sum + inside * (from + ((to - from) * inside) / (2 * length));
  }, 0);
}
