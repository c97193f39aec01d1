import type { Change, Outcome } from "./comparison.ts";
import type { Uncertainty } from "./interval.ts";
import type { Metric } from "./metrics.ts";

/** A metric on both sides; its uncertainty is of logarithms where it is compared by ratio. */
export interface Measured {
  readonly metric: Metric;
  readonly baseline: number;
  readonly now: number;
  readonly uncertainty: Uncertainty;
  readonly tolerance: number;
}

/** Nobody waits for longer than this. */
const mostTimesAsLong = 20;
/** Nearer to the tolerance than this share of it, and only luck would say more. */
const nearShare = 0.25;

/** A regression only where the whole interval lies beyond the tolerance; none only where none of it does. */
export function judgeChange({ metric, baseline, now, uncertainty, tolerance }: Measured): Change {
  const { difference, below, above } = uncertainty;
  const shown = metric.by === "ratio" ? Math.expm1 : (value: number): number => value;
  const interval = { from: shown(difference - below), to: shown(difference + above) };
  const outcome = outcomeOf(uncertainty, metric, tolerance);
  const change = { metric: metric.name, baseline, now, change: shown(difference), interval, tolerance, outcome };
  return { ...change, observed: sentence(change, metric, uncertainty) };
}

/** The tolerance on the scale that the uncertainty is of, and which way is worse: 1 upwards, -1 downwards. */
function boundOf({ by, worse }: Metric, tolerance: number): { readonly bound: number; readonly sign: 1 | -1 } {
  const sign = worse === "more" ? 1 : -1;
  return { bound: by === "ratio" ? sign * Math.log1p(sign * tolerance) : tolerance, sign };
}

function outcomeOf({ difference, below, above }: Uncertainty, metric: Metric, tolerance: number): Outcome {
  const { bound, sign } = boundOf(metric, tolerance);
  const [least, most] =
    sign === 1 ? [difference - below, difference + above] : [-difference - above, -difference + below];
  if (least > bound) return "deviated";
  return most <= bound ? "held" : "inconclusive";
}

function sentence(change: Omit<Change, "observed">, metric: Metric, uncertainty: Uncertainty): string {
  const { interval, tolerance, outcome } = change;
  if (!interval) return "";
  const size = (value: number): string => sizeOf(value, metric);
  const [good, bad] = wordsOf(metric);
  if (outcome === "inconclusive") {
    return `may be ${bad} by more than the ${size(tolerance)} allowed, or not: ${needs(metric, uncertainty, tolerance)}`;
  }
  // For the worse counts as above 0.
  const [least, most] = metric.worse === "more" ? [interval.from, interval.to] : [-interval.to, -interval.from];
  if (outcome === "deviated") return `${bad} by ${size(least)} to ${size(most)}, and ${size(tolerance)} is allowed`;
  if (most < -tolerance) return `${good} by ${size(most)} to ${size(least)}`;
  return least >= -tolerance ? `no difference beyond ${size(tolerance)}` : `not ${bad} by more than ${size(tolerance)}`;
}

function needs(metric: Metric, { difference, within, between }: Uncertainty, tolerance: number): string {
  const { bound, sign } = boundOf(metric, tolerance);
  const gap = bound - sign * difference;
  const upwards = gap > 0 === (sign === 1);
  const towards = upwards ? within.above : within.below;
  const left = gap ** 2 - between ** 2;
  const longer = Math.ceil(towards ** 2 / left);
  if (left > 0 && longer <= mostTimesAsLong) return `needs longer runs, about ${Math.max(2, longer)} times as long`;
  if (between > towards) return "needs repeated runs of the baseline and of this, for what differs from run to run";
  if (Math.abs(gap) > nearShare * Math.abs(bound)) return "needs much longer runs";
  return "the difference is about as large as the tolerance itself";
}

function wordsOf({ name }: Metric): readonly [string, string] {
  if (name === "throughput") return ["higher", "lower"];
  return name === "errors" ? ["fewer", "more"] : ["faster", "slower"];
}

/** Of relative changes percent, of shares percentage points. */
function sizeOf(value: number, { by }: Metric): string {
  const percent = Math.abs(value * 100);
  const digits = by === "ratio" ? 1 : 2;
  return `${Number(percent.toFixed(digits))} ${by === "ratio" ? "%" : "pp"}`;
}
