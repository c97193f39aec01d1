import type { RunSample } from "./run-sample.ts";

/** Runs of which the latencies of disturbed spans no longer count. */
export interface Quiet {
  readonly runs: readonly RunSample[];
  /** How many spans of each that were. */
  readonly disturbed: readonly number[];
}

/**
 * Where the generator itself was noticeably late, by more than `slackMs` beyond what is usual in the quietest of the
 * runs, its machine was busy with something else: latencies of that time say nothing of the target. How late it was
 * is known apart from them, so that leaving them out prefers neither the slow nor the fast.
 */
export function quietOf(runs: readonly RunSample[], slackMs: number): Quiet {
  const usual = Math.min(...runs.map(({ spans }) => medianOf(spans.map(({ lateMs }) => lateMs))));
  const disturbs = (lateMs: number): boolean => lateMs > usual + slackMs;
  return {
    runs: runs.map((run) => ({
      ...run,
      spans: run.spans.map((span) => (disturbs(span.lateMs) ? { ...span, at: [], counts: [] } : span)),
    })),
    disturbed: runs.map(({ spans }) => spans.filter(({ lateMs }) => disturbs(lateMs)).length),
  };
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}
