import type { Signal } from "./signals.ts";

/** A series as it was scraped: [real milliseconds, value as Prometheus writes it], oldest first; its name is `__name__`. */
export interface ScrapedSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [number, string])[];
}

/** The same in production time, on a grid: [slot, value], with nothing between. `stale`: from here on it is not there. */
export interface StretchedSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [slot: number, value: number | "stale"])[];
}

/** How time is stretched. */
export interface Stretching {
  /** Real milliseconds that become the first slot; what is older is left out. */
  readonly originMs: number;
  readonly k: number;
  /** Production milliseconds from slot to slot. */
  readonly slotMs: number;
  readonly signalOf: (metric: string) => Signal;
}

/**
 * Scraped series back at production's pace: flows grow k times as much, moments are read off the stretched clock, everything
 * else is as it was. Every sample goes to the nearest slot and none is made up. Prometheus tells nobody of the markers that it
 * writes where a series ends: they are restored from `up`, of which there is a sample at every scrape of a target.
 */
export function stretch(
  series: readonly ScrapedSeries[],
  up: readonly ScrapedSeries[],
  stretching: Stretching,
): StretchedSeries[] {
  const scrapes = new Map(up.map((one) => [targetOf(one), one.samples.map(([at]) => at)]));
  return series.map((one) => {
    const value = valueAt(stretching, one.labels["__name__"] ?? "");
    const slots = new Map<number, number | "stale">();
    for (const [at, text] of withEnds(one, scrapes.get(targetOf(one)) ?? [])) {
      const slot = Math.round(((at - stretching.originMs) * stretching.k) / stretching.slotMs);
      if (slot >= 0) slots.set(slot, text === null ? "stale" : value(numberOf(text)));
    }
    return { labels: one.labels, samples: [...slots] };
  });
}

/** What scrapes a series: those of one target have the same labels. */
export function targetOf({ labels }: ScrapedSeries): string {
  return JSON.stringify([labels["job"], labels["instance"]]);
}

/** With `null` at the first scrape after a sample that has none itself. */
function withEnds({ samples }: ScrapedSeries, scrapes: readonly number[]): [at: number, text: string | null][] {
  const own = new Map(samples);
  const times = [...new Set([...own.keys(), ...scrapes])].toSorted((a, b) => a - b);
  return times.flatMap((at, i): [number, string | null][] => {
    const text = own.get(at);
    if (text !== undefined) return [[at, text]];
    return own.has(times[i - 1] ?? Number.NaN) ? [[at, null]] : [];
  });
}

function valueAt({ originMs, k, signalOf }: Stretching, metric: string): (value: number) => number {
  const signal = signalOf(metric);
  if (signal === "flow") return (value) => value * k;
  return signal === "timestamp" ? (value) => (value - originMs / 1000) * k : (value) => value;
}

function numberOf(text: string): number {
  return Number(text.replace("Inf", "Infinity"));
}
