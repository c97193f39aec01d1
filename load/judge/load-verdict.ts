import type { Outcome } from "../../sandbox/outcome.ts";

/** An objective as one side saw it. Shares are between 0 and 1; null is what never happened, or could not be had. */
export interface SideVerdict {
  readonly outcome: Outcome;
  /** The share of good ones. */
  readonly value: number | null;
  /** `value` − objective: below zero, it was missed by so much. */
  readonly margin: number | null;
  /** Where the true share lies, with a confidence of 95 %, were the run to go on like this. */
  readonly low: number | null;
  readonly high: number | null;
  /** What stands behind it: requests; null where a state was looked at. */
  readonly requests: number | null;
  /** So many looks at a state, once a scrape; null where requests were counted. */
  readonly scrapes: number | null;
  /**
   * False where it is only taken as it stands: a state that was good at every look, by fewer looks than tell the objective from less.
   * It is no proof, and what the client saw is what counts.
   */
  readonly sure: boolean;
  /** How many it would take to be certain, were the share to stay; null: there were enough, or no number would do. */
  readonly needed: number | null;
  /**
   * (1 − value) ÷ (1 − objective): 1 spends the error budget evenly over its period. It is as well the share that was spent of what
   * this run's own requests allow: at 1, exactly as many failed as may.
   */
  readonly burnRate: number | null;
  /** Of the whole period's error budget, the share that this run spent: burn rate × length of the run ÷ period. */
  readonly budgetSpent: number | null;
  /** In words: the value, what stands behind it, and what can't be told. */
  readonly observed: string;
}

/** Why Prometheus' value is not the client's. */
export interface Difference {
  /** Prometheus' value − the client's. */
  readonly value: number;
  /** False: neither side is to be believed before somebody knows why. */
  readonly explained: boolean;
  readonly why: string;
}

export interface ObjectiveVerdict {
  readonly name: string;
  readonly objective: number;
  /** What an answer may take; null: the objective is not about latency. */
  readonly latencyMs: number | null;
  /** Of both sides, and of what is between them: an unexplained difference is inconclusive. */
  readonly outcome: Outcome;
  readonly client: SideVerdict;
  /** Null: it was not asked. */
  readonly prometheus: SideVerdict | null;
  /** Null: there is none worth telling, or only one side has a value. */
  readonly difference: Difference | null;
}

export interface ThresholdVerdict {
  readonly name: string;
  readonly expr: string;
  readonly sign: "<" | ">";
  readonly threshold: number;
  readonly outcome: Outcome;
  /** Of all series, the one nearest to the threshold, or furthest beyond; null: the expression gave none. */
  readonly value: number | null;
  readonly observed: string;
}

/** What came otherwise than the profile expects, whatever the objectives take for good. */
export interface UnexpectedVerdict {
  /** Whether an objective counts all of it as bad, and so says how much of it may be. */
  readonly judged: boolean;
  readonly outcome: Outcome;
  readonly observed: string;
}

/** An alert that fired while the load was on; seconds since it began, `until` null where it still did at the end. */
export interface AlertMeanwhile {
  readonly alert: string;
  readonly from: number;
  readonly until: number | null;
}

/** What a load means. `Alert` is whatever is known of an alert that fired meanwhile. */
export interface LoadVerdict<Alert extends AlertMeanwhile = AlertMeanwhile> {
  readonly outcome: Outcome;
  /** One sentence. */
  readonly summary: string;
  /** What `budgetSpent` is a share of is for so long: "30d". */
  readonly period: string;
  readonly objectives: readonly ObjectiveVerdict[];
  readonly thresholds: readonly ThresholdVerdict[];
  /** Null: all was as expected. */
  readonly unexpected: UnexpectedVerdict | null;
  /** They change no outcome: that an alert fires may be what the load was for. Null: nobody watched. */
  readonly alerts: readonly Alert[] | null;
}
