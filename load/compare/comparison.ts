import type { Metric } from "./metrics.ts";

/** `deviated` is a regression; `inconclusive` is not a pass. */
export type Outcome = "held" | "deviated" | "inconclusive";

/** From and to, of nineteen in twenty: for a share of errors in shares, else relative (0.1: ten percent more). */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

export interface Change {
  readonly metric: Metric["name"];
  /** ms, requests per second, or failed by sent requests; of several runs their mean. Null where nothing was answered. */
  readonly baseline: number | null;
  readonly now: number | null;
  /** Of `now` against `baseline`, measured as the interval is. */
  readonly change: number | null;
  readonly interval: Interval | null;
  /** A change for the worse up to here is none, measured as the interval is; above 0. */
  readonly tolerance: number;
  /** `held`: the whole interval is on this side of the tolerance. `deviated`: the whole interval is beyond it. */
  readonly outcome: Outcome;
  /** A sentence for people: what that means, or what is lacking. */
  readonly observed: string;
}

/** What can be said of runs against a saved baseline. Plain JSON. */
export interface Comparison {
  readonly outcome: Outcome;
  readonly changes: readonly Change[];
  /** Of pairs of one answer now and one of the baseline, how many are slower now; 0.5: as many as are faster. Null without answers. */
  readonly slower: { readonly share: number; readonly interval: Interval } | null;
  readonly runs: { readonly baseline: number; readonly now: number };
  /** What else is to be known: what differs without being a reason to refuse, what was assumed. One line each. */
  readonly notes: readonly string[];
}
