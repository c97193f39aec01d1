import type { Failure, LoadRecord } from "../../../load/record.ts";
import type { NamedComparison } from "../../drill/load/baselines.ts";
import type { FiredAlert } from "../../drill/load/fired.ts";
import type { Outcome } from "../../outcome.ts";
import type { Percentiles } from "./percentiles.ts";

/** An objective as one side saw it. */
export interface ReportedObjective {
  readonly name: string;
  /** A ratio: 0.999. */
  readonly objective: number;
  /** The ratio that was reached; null where that side saw nothing. */
  readonly value: number | null;
  readonly outcome: Outcome;
  /** Of the error budget of the objective's whole period, the share that this load spent. */
  readonly budgetSpent: number | null;
  /** How much faster than evenly over that period the budget was spent; as well, what share of the requests that may fail did. */
  readonly burnRate: number | null;
  readonly source: "client" | "prometheus";
  /** `value` − `objective`. */
  readonly margin: number | null;
  /** Where the true ratio lies, with a confidence of 95 %. */
  readonly low: number | null;
  readonly high: number | null;
  /** What stands behind it, to a whole number: Prometheus extrapolates. Null where a state was looked at, once a scrape. */
  readonly requests: number | null;
  readonly scrapes: number | null;
  /** False: it can't be told, or is taken as it stands since so few scrapes can't tell the objective from less. */
  readonly sure: boolean;
  /** In words: what stands behind the value, and how certain it is. */
  readonly observed: string;
}

/** One thing that was looked at besides: a threshold, what both sides say of an objective, the generator. */
export interface ReportedFinding {
  readonly what: string;
  readonly outcome: Outcome;
  readonly observed: string;
}

export interface ReportedTrial {
  /** Requests per second: what was wanted, and what was sent. */
  readonly rate: number;
  readonly achieved: number;
  readonly outcome: Outcome;
  readonly seconds: number;
  /** So many times as long as the profile's `step`, since a shorter trial could not tell. */
  readonly times: number;
  readonly sent: number;
  readonly completed: number;
  readonly errors: Readonly<Record<Failure, number>>;
  readonly lost: number;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly failed: number;
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
  /** What the error budget is for: "30d". */
  readonly period: string;
  readonly objectives: readonly ReportedObjective[];
  readonly findings: readonly ReportedFinding[];
  readonly routes: readonly ReportedRoute[];
  /** Null: nobody watched any. */
  readonly alerts: readonly FiredAlert[] | null;
  readonly generator: LoadRecord["generator"];
  /** Why the load was ended before its time. */
  readonly stopped: string | null;
  /** Null: no rate was looked for. The rest of the report is of the trial at the knee. */
  readonly breakpoint: {
    /** Requests per second: the highest that kept the objectives, and the lowest above it that did not. */
    readonly held: number | null;
    readonly above: number | null;
    readonly trials: readonly ReportedTrial[];
  } | null;
  /** Null: it was compared with nothing. */
  readonly comparison: NamedComparison | null;
  /** How it was reached: one line each. */
  readonly notes: readonly string[];
}
