import type { Outcome } from "../outcome.ts";

export { exitCode, overall } from "../outcome.ts";
export type { Outcome } from "../outcome.ts";

export interface Finding {
  readonly what: string; // "HighErrorRate firing within 9m"
  readonly outcome: Outcome;
  readonly observed: string; // "firing at 6m40s ± 46s"
}

/** Production seconds from the fault's onset (without a fault: from the steady state); null for what never happened. */
export interface Timeline {
  readonly fault: number | null;
  /** What is called a fault here was a surge of load. */
  readonly surge?: true;
  readonly lifted: number | null;
  readonly pending: number | null;
  readonly firing: number | null;
  readonly resolved: number | null;
  /** Alerts other than the one under test that fired: first pending, first firing, and when all of it was over. */
  readonly others: readonly {
    readonly alert: string;
    readonly pending: number | null;
    readonly firing: number;
    readonly resolved: number | null;
  }[];
  readonly deliveries: readonly {
    readonly receiver: string;
    readonly status: "firing" | "resolved";
    readonly at: number;
    readonly alert: string;
  }[];
}

/** Where a rule's name stands in its file, as its reader would type the path; both count from 1. */
export interface RulePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** How near an alert came to firing while nothing was broken. It fires when `value sign threshold`. */
export interface Nearness {
  readonly alert: string;
  /** The one nearest to the threshold, or furthest beyond; null: there was nothing to measure. */
  readonly value: number | null;
  readonly sign: ">" | ">=" | "<" | "<=" | "==" | "!=";
  readonly threshold: number;
}

export interface Verdict {
  readonly name: string;
  readonly title: string;
  readonly alert: string | null;
  /** Of the alert under test; null where there is none. */
  readonly rule: RulePlace | null;
  readonly outcome: Outcome;
  readonly factor: number;
  /** Real seconds that the drill took, boot included. */
  readonly seconds: number;
  readonly findings: readonly Finding[];
  readonly timeline: Timeline;
  /** Of the alerts watched by a drill that breaks nothing; empty for all others. */
  readonly nearness: readonly Nearness[];
  /** How it was reached: runtime, versions, prediction, what limits the factor, what is not watched. One line each. */
  readonly notes: readonly string[];
}
