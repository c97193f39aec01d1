import type { Drill } from "./drill.ts";

export type AlertState = "pending" | "firing";
export type Labels = Readonly<Record<string, string>>;

/** What happened, one thing each. `at` is real time: milliseconds since 1970, of this machine's clock. */
export type JournalEvent = { readonly at: number } & (
  | { readonly what: "began"; readonly runtime: "container" | "process"; readonly why: string }
  | { readonly what: "factor"; readonly factor: number; readonly limitedBy: string }
  | { readonly what: "not-watched"; readonly alerts: readonly string[]; readonly why: string }
  /** Of the ideal signal, in production seconds from its onset (`resolved`, `notice`: from when it is lifted). Null: never. */
  | ({ readonly what: "predicted" } & Prediction)
  | { readonly what: "not-predicted"; readonly why: string }
  | { readonly what: "booted"; readonly versions: Readonly<Record<string, string>>; readonly bootMs: number }
  /** A rule that can never fire: it selects what nothing exports. */
  | { readonly what: "never-exported"; readonly rule: string; readonly selector: string; readonly nearest?: string }
  | { readonly what: "steady" }
  | { readonly what: "not-steady"; readonly why: string }
  | { readonly what: "fault-asked" | "fault-acknowledged" | "lift-asked" | "lift-acknowledged" }
  /** The first sample that shows the fault: `sampleAt` is the sample's own time. */
  | { readonly what: "fault-seen"; readonly sampleAt: number }
  | { readonly what: "fault-not-seen"; readonly evidence: string }
  /** One alert instance in one state, from its first evaluation to the first in which it was no more (null: still is at the end). */
  | {
      readonly what: "alert";
      readonly name: string;
      readonly labels: Labels;
      readonly state: AlertState;
      readonly until: number | null;
    }
  | {
      readonly what: "delivery";
      readonly receiver: string;
      readonly kind: string;
      readonly status: "firing" | "resolved";
      readonly alert: string;
    }
  /** Two evaluations of a group, or two scrapes of a target, further apart than they should be. */
  | { readonly what: "evaluation-gap"; readonly group: string; readonly lengthMs: number }
  | { readonly what: "scrape-gap"; readonly target: string; readonly lengthMs: number }
  | {
      readonly what: "load";
      readonly wantedPerSecond: number;
      readonly achievedPerSecond: number;
      readonly behind: string | null;
    }
  /** The boot, the load or the sandbox itself failed; what was seen until then is in the journal. */
  | { readonly what: "failed"; readonly phase: string; readonly message: string }
  | { readonly what: "ended" }
);

export interface Prediction {
  readonly pending: number | null;
  readonly firing: number | null;
  readonly delivered: number | null;
  readonly resolved: number | null;
  readonly notice: number | null;
}

/** One scraped series: its labels, and [milliseconds since 1970, value] in order; Prometheus' text for what JSON lacks (`NaN`, `+Inf`). */
export interface Series {
  readonly labels: Labels;
  readonly samples: readonly (readonly [number, string])[];
}

/** What the verdict needs of the configuration that ran, in production milliseconds. */
export interface Timing {
  readonly scrapeMs: number;
  readonly evaluationMs: number;
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  /** The longest window that a watched rule looks back. */
  readonly windowMs: number;
}

/** Plain data that survives JSON. */
export interface Journal {
  readonly schema: 1;
  readonly drill: Drill;
  readonly factor: number;
  readonly timing: Timing;
  readonly events: readonly JournalEvent[];
  readonly series: readonly Series[];
}
