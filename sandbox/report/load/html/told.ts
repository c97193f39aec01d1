import type { Comparison } from "./comparison.ts";
import type { Finding, Outcome } from "../../../drill/verdict.ts";

/** An objective as one side saw it. */
export interface ObjectiveTold {
  readonly name: string;
  /** A ratio: 0.999. */
  readonly objective: number;
  /** The ratio that was reached; null where that side saw nothing. */
  readonly value: number | null;
  readonly outcome: Outcome;
  /** Of the requests that may fail, the share that did: 1 is all of it. */
  readonly budgetSpent: number | null;
  readonly burnRate: number | null;
  readonly source: "client" | "prometheus";
  /** What stands behind the value, in words. */
  readonly observed: string;
}

/** What the page says of a verdict. */
export interface LoadTold {
  readonly outcome: Outcome;
  /** Null: the target is somebody's own service. */
  readonly runtime: "container" | "process" | null;
  readonly objectives: readonly ObjectiveTold[];
  readonly findings: readonly Finding[];
  /** Alerts that fired meanwhile, in seconds since the load began; null: nobody watched any. */
  readonly alerts:
    | readonly {
        readonly alert: string;
        readonly labels: Readonly<Record<string, string>>;
        readonly from: number;
        readonly until: number | null;
      }[]
    | null;
  readonly notes: readonly string[];
}

/** A share of the answers that has to come within a time. */
export interface LatencyObjective {
  readonly ms: number;
  readonly objective: number;
}

export interface Trial {
  readonly perSecond: number;
  /** Null: nothing was answered. */
  readonly p95Ms: number | null;
  /** Whether every objective was kept. */
  readonly kept: boolean;
}

/** What is drawn beside a record and its verdict. */
export interface LoadFacts {
  readonly latencyObjectives: readonly LatencyObjective[];
  /** Of a search for the highest rate that keeps the objectives. `knee`: that rate; null: none kept them. */
  readonly breakpoint: { readonly trials: readonly Trial[]; readonly knee: number | null } | null;
  readonly comparison: (Comparison & { readonly name: string }) | null;
}
