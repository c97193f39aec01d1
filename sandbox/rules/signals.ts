import { z } from "zod";
import type { Problem } from "../errors.ts";
import { validate } from "./validate.ts";
import { readYaml } from "./yaml-source.ts";

/** All there are. */
export const signalKinds = ["flow", "event", "level", "accumulating", "timestamp"] as const;

/**
 * What a metric measures, which decides what a change of pace does to it: a flow grows with the load, an event counts things
 * that happen so many times, a level is what it is at any moment, something accumulating has to fill up faster, a timestamp
 * holds a moment.
 */
export type Signal = (typeof signalKinds)[number];

/** By metric; a histogram's or summary's own name stands for its parts. */
export type Signals = ReadonlyMap<string, Signal>;

const schema = z.strictObject({
  signals: z.record(
    z.string(),
    z.enum(signalKinds, { error: `expected ${signalKinds.map((kind) => `\`${kind}\``).join(", ")}` }),
  ),
});

/** Reads a `signals.yml`: under `signals`, each metric with what it measures. */
export function readSignals(
  file: string,
  text: string,
): { readonly signals: Signals; readonly problems: readonly Problem[] } {
  const { value, problems } = validate(readYaml(file, text), schema);
  return { signals: new Map(Object.entries(value?.signals ?? {})), problems };
}

export interface SignalOf {
  readonly signal: Signal;
  /** Nobody declared it: the name or the use suggests it, and what hangs on it has to say so. */
  readonly assumed: boolean;
  /** As the end of a sentence: "declared so", "its name ends in _total". */
  readonly why: string;
}

const parts = ["_bucket", "_count", "_sum"];
const ownSeries: ReadonlyMap<string, Signal> = new Map([
  ["up", "level"],
  ["ALERTS", "level"],
  ["ALERTS_FOR_STATE", "timestamp"],
  ["scrape_duration_seconds", "level"],
  ["scrape_samples_scraped", "level"],
  ["scrape_samples_post_metric_relabeling", "level"],
  ["scrape_series_added", "level"],
]);

/** What is declared, else what Prometheus defines, else an assumption from the name, else from `usedBy`, the function around it. */
export function signalOf(metric: string, declared: Signals, usedBy?: string): SignalOf {
  const own = declared.get(metric);
  if (own) return { signal: own, assumed: false, why: "declared so" };
  const part = parts.find((suffix) => metric.endsWith(suffix));
  const base = part === undefined ? undefined : metric.slice(0, -part.length);
  const inherited = base === undefined ? undefined : declared.get(base);
  if (inherited) return { signal: inherited, assumed: false, why: `a part of ${base}, which is declared so` };
  const defined = ownSeries.get(metric);
  if (defined) return { signal: defined, assumed: false, why: "Prometheus' own" };
  const suffix = ["_total", ...parts].find((ending) => metric.endsWith(ending));
  if (suffix) return { signal: "flow", assumed: true, why: `its name ends in ${suffix}` };
  if (metric.endsWith("_timestamp_seconds") || metric.endsWith("_timestamp") || metric === "process_start_time_seconds")
    return { signal: "timestamp", assumed: true, why: "its name is that of a moment" };
  if (usedBy === "rate" || usedBy === "irate" || usedBy === "increase")
    return { signal: "flow", assumed: true, why: `it stands in ${usedBy}(), as counters do` };
  if (usedBy === "predict_linear")
    return { signal: "accumulating", assumed: true, why: "it stands in predict_linear()" };
  return { signal: "level", assumed: true, why: "nothing says otherwise" };
}
