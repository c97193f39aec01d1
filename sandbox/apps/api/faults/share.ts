/**
 * Which requests of a row are hit: of any 1/ratio in a row exactly one, not at random, since chance would move the time at
 * which an alert fires. Each call is the next request.
 */
export function eachNth(ratio: number): () => boolean {
  let seen = 0;
  return () => {
    const before = share(seen, ratio);
    seen += 1;
    return share(seen, ratio) > before;
  };
}

/** How many of the first `count` are hit. The margin is for products like 10 × 0.1, which may fall just short. */
function share(count: number, ratio: number): number {
  return Math.floor(count * ratio + 1e-9);
}
