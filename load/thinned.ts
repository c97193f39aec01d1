/** Which requests of a row are sent, where a share of them is: evenly, the same every time. Each call is the next request. */
export function thinned(share: number): () => boolean {
  let count = 0;
  return () => {
    const before = sent(count, share);
    count += 1;
    return sent(count, share) > before;
  };
}

/** How many of the first `count` are. The margin is for products like 10 × 0.1, which may fall just short. */
function sent(count: number, share: number): number {
  return Math.floor(count * share + 1e-9);
}
