import { formatDuration } from "../rules/duration.ts";
import { sampleHistograms, sampleMetrics } from "../rules/scale-samples.ts";
import { type Signal, signalKinds } from "../rules/signals.ts";
import { seriesText } from "./ideal.ts";

/** Slots of a series, and how much production time lies between two of them. */
export const slots = 48;
export const slotMs = 60_000;

/** A sample: a number, a native histogram's buckets, nothing new, or that the series is gone. */
type Sample = number | readonly number[] | "_" | "stale";

/** A series as production has it, by slot; moments are in seconds since the first slot. */
export interface PaceSeries {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly signal: Signal;
  readonly samples: readonly Sample[];
}

/** Seeded, so that a case that fails fails again. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const range = Array.from({ length: slots }, (_, slot) => slot);
const round = (value: number): number => Math.round(value * 1000) / 1000;

/** What one metric of each signal does: bursts, restarts, waves, a ramp, and backups that stop; no two jobs tie. */
function shapes(next: () => number): Readonly<Record<Signal, (job: string) => number[]>> {
  const counted = (from: number, growth: (slot: number) => number, restartsAt: number): number[] => {
    let count = from;
    return range.map((slot) => (count = (slot === restartsAt ? from : count) + growth(slot)));
  };
  const burst = 15 + Math.floor(next() * 10);
  const period = 4 + Math.floor(next() * 4);
  return {
    flow: (job) =>
      counted(
        0,
        (slot) => (job === "a" && slot >= burst && slot < burst + 9 ? 280 : 48) + Math.floor(next() * 9),
        burst + 15,
      ),
    event: (job) => counted(job === "a" ? 34 : 12, (slot) => (next() < (slot > burst ? 0.8 : 0.3) ? 1 : 0), burst + 18),
    level: (job) => range.map((slot) => round(38 + (job === "a" ? 30 : 9) * Math.sin(slot / period) + next())),
    accumulating: (job) =>
      range.map((slot) => round(20 + (job === "a" ? 1.6 : 0.4) * (slot > burst + 10 ? slot - 15 : slot) + next() / 2)),
    timestamp: () => {
      let last = 0;
      return range.map((slot) => {
        if (slot % period === 0 && (slot < 20 || slot > 38)) last = slot * 60 - round(9 * next());
        return last;
      });
    },
  };
}

/** Series of a metric of each signal, as numbers and as native histograms, of two jobs; that of `b` is down for a while. */
export function paceSeries(seed: number): PaceSeries[] {
  const next = random(seed);
  const shape = shapes(next);
  const downFrom = 22 + Math.floor(next() * 5);
  const down = (slot: number, job: string): boolean => job === "b" && slot >= downFrom && slot < downFrom + 7;
  const gone = (samples: readonly Sample[], job: string): Sample[] =>
    samples.map((sample, slot) => (down(slot, job) ? (slot === downFrom ? "stale" : "_") : sample));
  const of = (job: string): PaceSeries[] => {
    const labels = { job, instance: `${job}:1` };
    const signals = signalKinds.flatMap((signal): PaceSeries[] => {
      const values = shape[signal](job);
      const series = { metric: sampleMetrics[signal], labels, signal, samples: gone(values, job) };
      if (signal === "timestamp") return [series];
      // A wandering middle, so that quantiles differ from slot to slot.
      const buckets = values.map((value, slot) => [value, value * (1 + Math.sin(slot / 3) ** 2), value / 2].map(round));
      const growing = signal === "level" ? buckets : running(buckets);
      return [series, { metric: sampleHistograms[signal], labels, signal, samples: gone(growing, job) }];
    });
    const constant = (metric: string, more: Readonly<Record<string, string>>, sample: (slot: number) => Sample) => ({
      metric,
      labels: { ...labels, ...more },
      signal: "level" as const,
      samples: range.map(sample),
    });
    return [
      ...signals,
      constant("up", {}, (slot) => (down(slot, job) ? 0 : 1)),
      constant("up_to_date", {}, (slot) => ((slot + (job === "a" ? 0 : 3)) % 10 < 5 ? 0 : 1)),
      constant("target_info", { version: "3" }, () => 1),
    ];
  };
  return [...of("a"), ...of("b")];
}

/** Buckets that only grow, since a histogram that lost some is one that was reset. */
function running(buckets: readonly number[][]): number[][] {
  const most = [0, 0, 0];
  return buckets.map((one) => one.map((value, i) => (most[i] = Math.max(most[i] ?? 0, value))));
}

/** How series are played: k times the pace, each signal by the law of the one that `law` says; after so much nothing. */
export interface Playing {
  readonly k: number;
  readonly law: (signal: Signal) => Signal;
  /** Slots before the first; production's clock and the scaled one don't begin at once. */
  readonly lead: number;
  /** So much faster than k says, which is wrong where it is not 1. */
  readonly hurry: number;
}

/** A law that is not the signal's own, by which its numbers become others. */
export function otherLaw(signal: Signal): Signal {
  return signal === "flow" || signal === "timestamp" ? "level" : "flow";
}

/** In promtool's notation, and the interval of its samples. */
export function playSeries(
  series: readonly PaceSeries[],
  playing: Playing,
): { readonly interval: string; readonly input_series: readonly { series: string; values: string }[] } {
  const { k, law, lead, hurry } = playing;
  return {
    interval: formatDuration(slotMs / k / hurry),
    input_series: series.map(({ metric, labels, signal, samples }) => {
      const value = valueAt(law(signal), playing);
      const shown = samples.map((sample) => {
        if (typeof sample === "number") return number(value(sample));
        return typeof sample === "string" ? sample : histogram(sample.map(value));
      });
      return { series: seriesText(metric, labels), values: [`_x${lead * hurry}`, ...shown].join(" ") };
    }),
  };
}

function valueAt(law: Signal, { k, lead }: Playing): (value: number) => number {
  if (law === "flow") return (value) => value / k;
  return law === "timestamp" ? (value) => ((lead * slotMs) / 1000 + value) / k : (value) => value;
}

const number = (value: number): string => String(Number(value.toFixed(12)));

function histogram(buckets: readonly number[]): string {
  const count = buckets.reduce((all, one) => all + one, 0);
  return `{{schema:0 sum:${number(count * 1.7)} count:${number(count)} buckets:[${buckets.map(number).join(" ")}]}}`;
}
