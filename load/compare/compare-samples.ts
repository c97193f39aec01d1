import { bootstrap } from "./bootstrap.ts";
import type { Bootstrap, Drawn } from "./bootstrap.ts";
import type { Change, Comparison, Outcome } from "./comparison.ts";
import { middleOf, uncertaintyOf } from "./interval.ts";
import type { Estimate } from "./interval.ts";
import { judgeChange } from "./judge-change.ts";
import { answeredSpans, answersOf, metrics } from "./metrics.ts";
import type { Metric } from "./metrics.ts";
import type { RunSample } from "./run-sample.ts";
import { widenedByChance } from "./shares.ts";
import { allowedOf, defaultTolerance } from "./tolerance.ts";
import type { Tolerance } from "./tolerance.ts";

export interface CompareOptions {
  /** Default `defaultTolerance`. */
  readonly tolerance?: Tolerance;
  /** Default 1,000. */
  readonly draws?: number;
  /** Default 1: the same runs always get the same statement. */
  readonly seed?: number;
}

/** With fewer, how much a run differs from itself can't be told. */
export const fewestSpans = 5;
/** Fewer answers beyond a percentile, and it is an accident. */
const fewestBeyond = 10;
/** A standard deviation, relative: what two runs of one service on a quiet machine differ by, until repeated runs show it. */
const assumedSpread = 0.004;

/** Both sides must have one grid (`samplesOf`) and at least one run. */
export function compareSamples(
  baseline: readonly RunSample[],
  now: readonly RunSample[],
  { tolerance = defaultTolerance, draws = 1000, seed = 1 }: CompareOptions = {},
): Pick<Comparison, "outcome" | "changes" | "slower"> {
  const drawn = bootstrap(baseline, now, { draws, seed });
  const changes = metrics.map((metric, at): Change => {
    const [then, later] = [meanOf(drawn.baseline, at), meanOf(drawn.now, at)];
    const allowed = allowedOf(metric, tolerance, then);
    const lacks = lackOf(metric, [...baseline, ...now]);
    if (lacks !== null) return lacking(metric, then, later, allowed, lacks);
    const [before, after] = [drawn.baseline, drawn.now].map((runs) => runs.map((run) => estimate(run, at, metric)));
    const plain = uncertaintyOf(before ?? [], after ?? [], assumedOf(metric, now));
    const uncertainty = metric.name === "errors" ? widenedByChance(plain, baseline, now) : plain;
    return judgeChange({ metric, baseline: then, now: later, uncertainty, tolerance: allowed });
  });
  return { outcome: overall(changes), changes, slower: slowerOf(drawn) };
}

/** What is missing for a statement; null where there is enough. */
function lackOf({ quantile }: Metric, runs: readonly RunSample[]): string | null {
  const shortest = Math.min(...runs.map(({ spans }) => spans.length));
  if (shortest < fewestSpans) return `needs longer runs: ${fewestSpans} seconds at least, and there are ${shortest}`;
  if (quantile === undefined) return null;
  if (runs.some(({ spans }) => spans.every(({ completed }) => completed === 0)))
    return "nothing was answered as expected";
  const quiet = Math.min(...runs.map(answeredSpans));
  if (quiet < fewestSpans)
    return `needs longer runs on a quieter machine: ${fewestSpans} quiet seconds at least, and there are ${quiet}`;
  const fewest = Math.min(...runs.map(answersOf));
  const beyond = Math.floor(fewest * (1 - quantile) + 1e-9);
  if (beyond >= fewestBeyond) return null;
  return `needs longer runs: only ${beyond} answers were slower than that, and a percentile needs ${fewestBeyond}`;
}

/** A schedule says how many are sent; what is answered is up to the machine. */
function assumedOf({ name, quantile }: Metric, runs: readonly RunSample[]): number {
  const free = quantile !== undefined || (name === "throughput" && runs.some(({ scheduled }) => !scheduled));
  return free ? assumedSpread : 0;
}

function meanOf(runs: readonly Drawn[], metric: number): number {
  return runs.reduce((sum, { whole }) => sum + (whole[metric] ?? Number.NaN), 0) / runs.length;
}

/** Logarithms of what is compared by ratio; a throughput of nothing has none, and is taken for next to nothing. */
function estimate({ whole, draws, blocks, answeredBlocks }: Drawn, at: number, { by, quantile }: Metric): Estimate {
  const scaled = (value: number): number => (by === "ratio" ? Math.log(Math.max(value, 1e-6)) : value);
  return {
    value: scaled(whole[at] ?? Number.NaN),
    draws: (draws[at] ?? new Float64Array()).map(scaled),
    blocks: quantile === undefined ? blocks : answeredBlocks,
  };
}

function lacking(metric: Metric, then: number, later: number, tolerance: number, observed: string): Change {
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const values = { baseline: known(then), now: known(later), change: null, interval: null };
  return { metric: metric.name, ...values, tolerance, outcome: "inconclusive", observed };
}

/** p99 counts where it is sure: few runs are long enough for their tail to be. */
function overall(changes: readonly Change[]): Outcome {
  if (changes.some(({ outcome }) => outcome === "deviated")) return "deviated";
  const open = changes.some(({ metric, outcome }) => outcome === "inconclusive" && metric !== "p99");
  return open ? "inconclusive" : "held";
}

function slowerOf({ baseline, now, slower }: Bootstrap): Comparison["slower"] {
  const blocks = Math.min(...[...baseline, ...now].map(({ answeredBlocks }) => answeredBlocks));
  if (Number.isNaN(slower.whole) || blocks < 2) return null;
  const [from, to] = middleOf({ value: slower.whole, draws: slower.draws, blocks });
  return { share: slower.whole, interval: { from: Math.max(0, from), to: Math.min(1, to) } };
}
