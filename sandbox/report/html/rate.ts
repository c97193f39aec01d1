import type { Series } from "../../observe/series.ts";

/** Per second over the range that ends at a time, extrapolated to its edges as Prometheus does; undefined for fewer than two samples. */
export function rateOf(samples: Series["samples"], at: number, rangeMs: number): number | undefined {
  const [from, to] = [firstAfter(samples, at - rangeMs), firstAfter(samples, at) - 1];
  const [first, last] = [samples[from], samples[to]];
  if (!first || !last || to <= from) return undefined;
  const totals = totalsOf(samples);
  const increase = (totals[to] ?? 0) - (totals[from] ?? 0);
  const sampledMs = last[0] - first[0];
  const meanMs = sampledMs / (to - from);
  // A counter is not extrapolated to below zero.
  const zeroMs = increase > 0 ? (sampledMs * Number(first[1])) / increase : Infinity;
  const startMs = Math.min(edgeMs(first[0] - (at - rangeMs), meanMs), zeroMs);
  return ((increase * (sampledMs + startMs + edgeMs(at - last[0], meanMs))) / sampledMs / rangeMs) * 1000;
}

function edgeMs(gapMs: number, meanMs: number): number {
  return gapMs >= meanMs * 1.1 ? meanMs / 2 : gapMs;
}

const known = new WeakMap<Series["samples"], readonly number[]>();

/** What a counter has counted up to each of its samples, resets made good; remembered, since a plot asks for many ranges. */
function totalsOf(samples: Series["samples"]): readonly number[] {
  let totals = known.get(samples);
  if (!totals) {
    let total = 0;
    let before = Number(samples[0]?.[1] ?? 0);
    totals = samples.map(([, text]) => {
      const value = Number(text);
      total += value < before ? value : value - before;
      before = value;
      return total;
    });
    known.set(samples, totals);
  }
  return totals;
}

/** The place of the first sample later than a time; samples are in order. */
export function firstAfter(samples: Series["samples"], time: number): number {
  let [from, to] = [0, samples.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((samples[middle]?.[0] ?? Infinity) <= time) from = middle + 1;
    else to = middle;
  }
  return from;
}
