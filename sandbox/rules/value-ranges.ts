/** From the least to the most, both included. */
export type Range = readonly [least: number, most: number];

/** What lies in both; undefined where nothing does. */
export function shared(a: Range, b: Range): Range | undefined {
  const [least, most] = [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
  return least <= most ? [least, most] : undefined;
}

/** What lies in either, and between. */
export function drawn(a: Range, b: Range): Range {
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

/** Each value, or the nearest of the bounds. */
export function bounded([least, most]: Range, [low, high]: Range): Range {
  const held = (value: number): number => Math.min(Math.max(value, low), high);
  return [held(least), held(most)];
}

/** Every product; 0 times what has no end is 0 here, since the end itself is never reached. */
export function scaledBy(a: Range, b: Range): Range {
  const products = a.flatMap((x) => b.map((y) => (x === 0 || y === 0 ? 0 : x * y)));
  return [Math.min(...products), Math.max(...products)];
}
