import type { Signal } from "./signals.ts";
import { type ScrapedSeries, targetOf } from "./stretch.ts";

type Sample = ScrapedSeries["samples"][number];

/**
 * The same series as if nothing had happened from `fromMs` on: what grows goes on as it grew before, all else stays as it was
 * last. What was not there before does not come. Times are real milliseconds; every scrape there was still takes place.
 */
export function healthy(
  series: readonly ScrapedSeries[],
  up: readonly ScrapedSeries[],
  fromMs: number,
  signalOf: (metric: string) => Signal,
): ScrapedSeries[] {
  const scrapes = new Map(up.map((one) => [targetOf(one), one.samples.map(([at]) => at)]));
  return series.map((one) => {
    const times = scrapes.get(targetOf(one)) ?? one.samples.map(([at]) => at);
    const before = one.samples.filter(([at]) => at < fromMs);
    const last = before.at(-1);
    // Gone before the fault, it stays away.
    const there = last !== undefined && last[0] === times.findLast((at) => at < fromMs);
    if (!there) return { labels: one.labels, samples: before };
    const growth = grows(signalOf(one.labels["__name__"] ?? "")) ? growthOf(before) : 0;
    const after = times.filter((at) => at >= fromMs);
    const value = (at: number): string => (growth === 0 ? last[1] : String(Number(last[1]) + growth * (at - last[0])));
    return { labels: one.labels, samples: [...before, ...after.map((at): Sample => [at, value(at)])] };
  });
}

const grows = (signal: Signal): boolean => signal !== "level" && signal !== "event";

/** A millisecond, since it last began anew. */
function growthOf(samples: readonly Sample[]): number {
  const reset = samples.findLastIndex(([, value], i) => Number(value) < Number(samples[i - 1]?.[1]));
  const [first] = samples.slice(Math.max(0, reset));
  const last = samples.at(-1);
  if (!first || !last || first === last) return 0;
  return (Number(last[1]) - Number(first[1])) / (last[0] - first[0]);
}
