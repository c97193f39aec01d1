import type { AlertPeriod } from "../observe/alerts.ts";
import type { Series } from "../observe/series.ts";
import type { Confirmation } from "../prove/confirm.ts";
import type { Prediction } from "../prove/predict.ts";
import type { Rule } from "../rules/rule-file.ts";
import type { Words } from "../observe/words.ts";
import type { Drill } from "./drill.ts";
import type { Nearness } from "./verdict.ts";

/** What the drill is doing, in the order in which it does it. */
export type Phase = "predict" | "boot" | "check" | "steady" | "fault" | "resolve" | "collect" | "stop";

/** A rule as production has it: unscaled, and where its name stands. */
export type TestedRule = Pick<
  Rule,
  "kind" | "name" | "expr" | "forMs" | "labels" | "annotations" | "file" | "line" | "column"
>;

/** What happened, one thing each. `at` is real time: milliseconds since 1970, by this machine's clock. */
export type JournalEvent = { readonly at: number } & (
  | { readonly what: "phase"; readonly phase: Phase }
  | { readonly what: "runtime"; readonly runtime: "container" | "process"; readonly why: string }
  | { readonly what: "factor"; readonly factor: number; readonly limitedBy: string }
  /** Something that a reader of the verdict must know: what was left out, assumed or replaced. */
  | { readonly what: "note"; readonly note: string }
  /** As they stand in production's files: the alert under test and the recording rules that it depends on; without one, all that are watched. */
  | ({ readonly what: "rule" } & TestedRule)
  | { readonly what: "not-watched"; readonly alerts: readonly string[] }
  | ({ readonly what: "predicted" } & Prediction)
  | { readonly what: "not-predicted"; readonly why: string }
  /** Real seconds that the drill will take beside its boot, if all goes as predicted. */
  | { readonly what: "estimate"; readonly seconds: number }
  /** Versions as the programs themselves say. */
  | { readonly what: "booted"; readonly ms: number; readonly versions: Readonly<Record<string, string>> }
  /** What really runs, by file name: as Prometheus and Alertmanager themselves give it, and the rules. */
  | { readonly what: "config"; readonly files: Readonly<Record<string, string>> }
  /** A rule that can never fire: it selects what nothing exports. */
  | {
      readonly what: "never-exported";
      readonly rule: string;
      readonly missing: string;
      readonly nearest: string | null;
    }
  | { readonly what: "steady" }
  | { readonly what: "not-steady"; readonly why: string }
  | { readonly what: "fault-asked" | "lift-asked" | "lift-acknowledged" }
  /** `delayMs`: real time that what it makes slow takes to show; not there: none. */
  | { readonly what: "fault-acknowledged"; readonly delayMs?: number }
  /** `at` is the time of the first sample that shows the fault. */
  | { readonly what: "fault-seen" }
  | { readonly what: "fault-not-seen"; readonly why: string }
  /** What the live view saw first; the verdict takes the `alert` events, which are exact. */
  | { readonly what: "seen"; readonly alert: string; readonly state: "pending" | "firing" | "inactive" }
  /** One alert instance in one state; `at` is its first evaluation, `until` the first in which it was no more. */
  | ({ readonly what: "alert" } & Omit<AlertPeriod, "from">)
  | {
      readonly what: "delivery";
      readonly receiver: string;
      readonly kind: string;
      readonly status: "firing" | "resolved";
      readonly alert: string;
      /** Of the alert instance, as Alertmanager names it: one notification may speak of several. */
      readonly fingerprint: string;
      /** The notification's own words; absent where the form of such a notification is not known. */
      readonly said?: Words;
    }
  /**
   * Of a watched alert, while nothing was broken: the value of what it measures that came nearest to firing, where it fires
   * when `value sign threshold`; null: there was nothing to measure.
   */
  | ({ readonly what: "nearness" } & Nearness)
  /** What an alert measures before a fault and after it, typically; `active`: it still pends or fires. */
  | ({ readonly what: "restored" } & Omit<Nearness, "value"> & {
        readonly before: number | null;
        readonly after: number | null;
        readonly active: boolean;
      })
  /**
   * Of an alert of an objective: its error budget (`share` of events, over `periodMs`), and the recorded share of bad events
   * over each window that the alert reads, since the fault was asked for. Windows and period are production time.
   */
  | {
      readonly what: "error-budget";
      readonly id: string;
      readonly share: number;
      readonly periodMs: number;
      readonly windows: readonly {
        readonly windowMs: number;
        readonly samples: readonly (readonly [number, number])[];
      }[];
    }
  /** Two evaluations of a group, or two scrapes of a target, further apart than they should be, by so much real time. */
  | { readonly what: "evaluation-gap" | "scrape-gap"; readonly of: string; readonly ms: number }
  /** All that Prometheus stored of the drill was read: what is not among the `alert` events did not happen. */
  | { readonly what: "collected" }
  /** A scrape that was given up, of a target that no fault made unreachable; `ms` is what was not seen of it. */
  | { readonly what: "scrape-timeout"; readonly of: string; readonly ms: number }
  /** Over the time that the verdict looks at. `behind` says how the generator, not the target, was too slow. */
  | {
      readonly what: "load";
      readonly wantedPerSecond: number;
      readonly achievedPerSecond: number;
      readonly behind: string | null;
    }
  /** This machine held the generator up for so long; so many requests that were due meanwhile went out at once, then. */
  | { readonly what: "load-stall"; readonly ms: number; readonly requests: number }
  /**
   * A load that came on top, once it is over: by those who came, from when they meant to ask. `failed`: without the answer that
   * the profile expects. `behind` as above.
   */
  | {
      readonly what: "surge";
      readonly load: string;
      readonly seconds: number;
      readonly completed: number;
      readonly failed: number;
      readonly latencyMs: { readonly p50: number; readonly p95: number; readonly max: number } | null;
      readonly behind: string | null;
    }
  /**
   * What promtool says of the original rules, on all that was recorded at production's pace. `test` is the file that it was
   * asked with, `rules` are those that stand beside it, by their name there, and `file` where production has them.
   */
  | {
      readonly what: "confirmed";
      readonly by: Confirmation;
      readonly test: string;
      readonly rules: Readonly<Record<string, { readonly file: string; readonly text: string }>>;
    }
  /** The boot, the load or the sandbox itself failed; what was seen until then stands before it. */
  | { readonly what: "failed"; readonly message: string }
  | { readonly what: "interrupted" }
  | { readonly what: "ended" }
);

export type EventOf<W extends JournalEvent["what"]> = JournalEvent & { readonly what: W };

/** What the verdict needs of the configuration, in production milliseconds. */
export interface Timing {
  readonly scrapeMs: number;
  readonly evaluationMs: number;
  /** Of the route that the alert takes. */
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  /** The longest window that a watched rule looks back. */
  readonly windowMs: number;
  /** The shortest window of the alert that counts events, and the share of them that its threshold tells apart; null: it counts none. */
  readonly events: { readonly windowMs: number; readonly share: number } | null;
}

/** Plain data that survives JSON. */
export interface Journal {
  readonly schema: 1;
  readonly drill: Drill;
  readonly factor: number;
  readonly timing: Timing;
  /** In the order in which they were found, which is not always that of `at`. */
  readonly events: readonly JournalEvent[];
  /** Of every scraped series that the watched rules read, and `up`. */
  readonly series: readonly Series[];
}

/** All events of one kind, in order. */
export function eventsOf<W extends JournalEvent["what"]>(journal: Journal, what: W): EventOf<W>[] {
  return journal.events.filter((event): event is EventOf<W> => event.what === what);
}
