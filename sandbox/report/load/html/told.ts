import type { Outcome } from "../../../drill/verdict.ts";

/** One side's measure of an objective; null: it could not be had. */
export interface Side {
  /** The share of good requests. */
  readonly value: number | null;
  /** Where the true share lies, with the confidence that the judge states. */
  readonly low: number | null;
  readonly high: number | null;
  /** What stands behind it. */
  readonly requests: number | null;
}

export interface ObjectiveTold {
  readonly name: string;
  /** The share of requests that must be good. */
  readonly objective: number;
  readonly outcome: Outcome;
  /** What an answer may take; null: the objective is not about latency. */
  readonly latencyMs: number | null;
  readonly client: Side | null;
  readonly prometheus: Side | null;
  /** Of the error budget that the requests of this load allow: 1 is all. */
  readonly budgetSpent: number | null;
  readonly burnRate: number | null;
  /** Why the two sides differ, in words. */
  readonly difference: string | null;
}

/** What the page says of a verdict. */
export interface LoadTold {
  readonly outcome: Outcome;
  readonly summary: string;
  readonly objectives: readonly ObjectiveTold[];
  readonly notes: readonly string[];
}

export interface Trial {
  readonly perSecond: number;
  readonly p95Ms: number | null;
  readonly kept: boolean;
}

/** What is known of the run beside its record. */
export interface LoadFacts {
  /** Null: the target is one's own. */
  readonly runtime: "container" | "process" | null;
  /** Real seconds of the whole run, boot included. */
  readonly seconds: number;
  /** Alerts that fired meanwhile; seconds since the load began. */
  readonly alerts: readonly {
    readonly name: string;
    readonly from: number;
    readonly until: number | null;
  }[];
  /** Of a breakpoint run. `knee`: the highest rate that kept the objectives; null: none did. */
  readonly breakpoint: { readonly trials: readonly Trial[]; readonly knee: number | null } | null;
  readonly comparison: {
    readonly baseline: string;
    readonly outcome: Outcome;
    readonly summary: string;
    readonly rows: readonly {
      readonly what: string;
      readonly before: number | null;
      readonly after: number | null;
      /** Relative: 0.1 is 10 % more; with where the true one lies. */
      readonly change: number | null;
      readonly low: number | null;
      readonly high: number | null;
      readonly outcome: Outcome;
    }[];
  } | null;
}
