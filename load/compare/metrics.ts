import type { RunSample } from "./run-sample.ts";

/** What two runs are compared by. */
export interface Metric {
  readonly name: "p50" | "p95" | "p99" | "throughput" | "errors";
  /** `ratio`: how many times as much; `difference`: how much more. */
  readonly by: "ratio" | "difference";
  readonly worse: "more" | "less";
  /** Of a latency: the share of answers that were no slower. */
  readonly quantile?: number;
}

export const metrics: readonly Metric[] = [
  { name: "p50", by: "ratio", worse: "more", quantile: 0.5 },
  { name: "p95", by: "ratio", worse: "more", quantile: 0.95 },
  { name: "p99", by: "ratio", worse: "more", quantile: 0.99 },
  { name: "throughput", by: "ratio", worse: "less" },
  { name: "errors", by: "difference", worse: "more" },
];

/** How many spans have an answer of which the latency counts. */
export function answeredSpans({ spans }: RunSample): number {
  return spans.filter(({ at }) => at.length > 0).length;
}

/** Of a whole run, in ms; NaN where there was no answer. */
export function medianMs(run: RunSample): number {
  const once = run.spans.map(() => 1);
  return quantileOf(run.grid, answersIn(run, once), answersOf(run) / 2);
}

/** How many answers there are of which the latency counts. */
export function answersOf({ spans }: RunSample): number {
  return spans.reduce((total, { counts }) => total + counts.reduce((sum, count) => sum + count, 0), 0);
}

/** How many answers of a run took each latency of its grid, if span n counts `times[n]` times. */
export function answersIn(run: RunSample, times: ArrayLike<number>): Float64Array {
  const answers = new Float64Array(run.grid.length);
  run.spans.forEach(({ at, counts }, span) => {
    const often = times[span] ?? 0;
    if (often === 0) return;
    for (let n = 0; n < at.length; n++) answers[at[n] ?? 0]! += often * (counts[n] ?? 0);
  });
  return answers;
}

/**
 * Each metric of a run, in the order of `metrics`, if span n counts `times[n]` times: latencies in ms (NaN where there
 * was no answer), completed requests a second, the share of the requests sent that failed.
 */
export function measure(run: RunSample, times: ArrayLike<number>, answers: Float64Array): number[] {
  let [sent, completed] = [0, 0];
  run.spans.forEach((span, n) => {
    sent += (times[n] ?? 0) * span.sent;
    completed += (times[n] ?? 0) * span.completed;
  });
  let total = 0;
  for (const count of answers) total += count;
  return metrics.map(({ name, quantile }) => {
    if (quantile !== undefined) return quantileOf(run.grid, answers, total * quantile);
    if (name === "throughput") return completed / run.seconds;
    return sent === 0 ? 0 : (sent - completed) / sent;
  });
}

function quantileOf(grid: readonly number[], answers: Float64Array, rank: number): number {
  let passed = 0;
  for (let at = 0; at < grid.length; at++) {
    passed += answers[at] ?? 0;
    if (passed > 0 && passed >= rank) return grid[at] ?? Number.NaN;
  }
  return Number.NaN;
}
