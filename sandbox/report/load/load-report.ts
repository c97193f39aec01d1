import type { Failure } from "../../../load/record.ts";
import type { FiredAlert } from "../../drill/load/fired.ts";
import type { Outcome } from "../../drill/verdict.ts";

/** Milliseconds; null where nothing was answered. */
export interface Percentiles {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
}

/** An objective as one side saw it. */
export interface ReportedObjective {
  readonly name: string;
  /** A ratio: 0.999. */
  readonly objective: number;
  /** The ratio that was reached; null where that side saw nothing. */
  readonly value: number | null;
  readonly outcome: Outcome;
  /** Of the requests that may fail, the share that did: 1 is all of it. */
  readonly budgetSpent: number | null;
  /** How much faster than evenly over the objective's whole period the budget was spent. */
  readonly burnRate: number | null;
  readonly source: "client" | "prometheus";
  /** In words: what stands behind the value, and how certain it is. */
  readonly observed: string;
}

/** One thing that was looked at besides: a threshold, what both sides say of an objective, the generator. */
export interface ReportedFinding {
  readonly what: string;
  readonly outcome: Outcome;
  readonly observed: string;
}

export interface ReportedRoute {
  readonly route: string;
  readonly sent: number;
  readonly completed: number;
  readonly failed: number;
  readonly lost: number;
  readonly latencyMs: Percentiles;
}

/**
 * The content of load.json, and what every other form is made of. `sent = completed + every error + lost`; what never happened is null.
 * Latency counts from when a request was meant to start.
 */
export interface LoadReport {
  readonly schema: 1;
  readonly outcome: Outcome;
  readonly profile: string;
  readonly title: string;
  readonly model: "open" | "closed";
  readonly target: string;
  /** Null: the target is somebody's own service. */
  readonly runtime: "container" | "process" | null;
  /** Of load. */
  readonly seconds: number;
  readonly sent: number;
  readonly completed: number;
  readonly errors: Readonly<Record<Failure, number>>;
  readonly lost: number;
  /** Due, and not sent. */
  readonly unsent: { readonly busy: number; readonly late: number };
  /** Requests per second; nothing is wanted in a closed model. */
  readonly rate: { readonly wanted: number | null; readonly achieved: number };
  readonly latencyMs: Percentiles;
  readonly objectives: readonly ReportedObjective[];
  readonly findings: readonly ReportedFinding[];
  readonly routes: readonly ReportedRoute[];
  /** Null: nobody watched any. */
  readonly alerts: readonly FiredAlert[] | null;
  readonly generator: {
    readonly workers: number;
    readonly cores: number;
    readonly loopDelayMs: { readonly p99: number; readonly max: number };
    readonly lateMs: { readonly p99: number; readonly max: number };
    readonly behind: string | null;
  };
  /** Why the load was ended before its time. */
  readonly stopped: string | null;
  /** How it was reached: one line each. */
  readonly notes: readonly string[];
}
