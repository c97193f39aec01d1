import type { Series } from "../../observe/series.ts";

/** Per second over the range that ends at a time, extrapolated to its edges as Prometheus does; undefined for fewer than two samples. */
export function rateOf(samples: Series["samples"], at: number, rangeMs: number): number | undefined {
  const within = samples.slice(firstAfter(samples, at - rangeMs), firstAfter(samples, at));
  const [first, last] = [within[0], within.at(-1)];
  if (!first || !last || within.length < 2) return undefined;
  let increase = 0;
  for (const [index, [, value]] of within.entries()) {
    const before = Number(within[index - 1]?.[1] ?? value);
    increase += Number(value) < before ? Number(value) : Number(value) - before;
  }
  const sampledMs = last[0] - first[0];
  const meanMs = sampledMs / (within.length - 1);
  const edge = (gapMs: number): number => (gapMs >= meanMs * 1.1 ? meanMs / 2 : gapMs);
  // A counter is not extrapolated to below zero.
  const zeroMs = increase > 0 ? (sampledMs * Number(first[1])) / increase : Infinity;
  const startMs = Math.min(edge(first[0] - (at - rangeMs)), zeroMs);
  return ((increase * (sampledMs + startMs + edge(at - last[0]))) / sampledMs / rangeMs) * 1000;
}

/** The place of the first sample later than a time; samples are in order. */
function firstAfter(samples: Series["samples"], time: number): number {
  let [from, to] = [0, samples.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((samples[middle]?.[0] ?? Infinity) <= time) from = middle + 1;
    else to = middle;
  }
  return from;
}
