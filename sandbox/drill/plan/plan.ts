import type { IdealDrill } from "../../prove/predict.ts";
import type { Surroundings } from "../../fault/fault.ts";
import type { Rule } from "../../rules/rule-file.ts";
import type { ErrorBudget } from "../../slo/budget.ts";
import type { Timing } from "../journal.ts";

/** All that is known of a drill before anything starts. */
export interface Plan {
  readonly factor: number;
  readonly limitedBy: string;
  readonly timing: Timing;
  /** `for` and `keep_firing_for` of the alert under test, in production milliseconds. */
  readonly holdMs: number;
  /** What Prometheus is given: only the watched rules, scaled, each group with its evaluation marker. */
  readonly rules: Readonly<Record<string, string>>;
  /** As production has them: the alert under test and all that it depends on; where the drill names none, whatever is watched. */
  readonly tested: readonly Rule[];
  /** Alerts that are loaded, and those that are not since their windows are longer; where several bear one name, with labels. */
  readonly watched: readonly string[];
  readonly notWatched: readonly string[];
  /** What must be exported, or the alert can never fire. */
  readonly reads: readonly Reading[];
  /** Every scraped metric that a watched rule reads. */
  readonly metrics: readonly string[];
  /** Production milliseconds between scrapes, by job; and between evaluations, by group. */
  readonly scrapeMs: Readonly<Record<string, number>>;
  readonly evaluationMs: Readonly<Record<string, number>>;
  readonly surroundings: Surroundings;
  /** That the alert under test watches over, where it is one of an objective. */
  readonly budget: ErrorBudget | undefined;
  /** What goes through virtual time, or why nothing does. */
  readonly ideal: Omit<IdealDrill, "phases"> | { readonly why: string };
  /** Production's configuration that does not run here, assumptions: a sentence each. */
  readonly notes: readonly string[];
}

/** One selector of the alert under test, or of what it depends on. */
export interface Reading {
  readonly rule: string;
  readonly metric: string;
  readonly labels: readonly string[];
}
