const goldenRatio = (Math.sqrt(5) - 1) / 2;

/**
 * Which request comes n-th: each in proportion to its weight, the same every time.
 *
 * A cycle of fixed length would beat with a fault that hits each fifth request: some routes would take all of it,
 * others none. Steps of the golden ratio have no period, so that each fifth request (or each n-th) is itself
 * a fair sample of the mix.
 */
export function requestMix(weights: readonly number[]): (n: number) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const upTo = weights.map((weight) => (sum += weight) / total);
  return (n) => {
    const place = (n * goldenRatio) % 1;
    const found = upTo.findIndex((bound) => place < bound);
    return found === -1 ? weights.length - 1 : found;
  };
}
