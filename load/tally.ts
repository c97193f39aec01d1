import { build } from "hdr-histogram-js";
import type { Histogram } from "hdr-histogram-js";
import { fellBehind } from "./result.ts";
import type { LoadResult } from "./result.ts";
import type { Ending } from "./connection.ts";

/** What the generator did with a request that was due; one that is withheld on purpose never was. */
export type Fate = "sent" | "lost" | "missed" | "withheld";

const classes = ["1xx", "2xx", "3xx", "4xx", "5xx"] as const;

/** Counts each request when it is due and, if it was sent, once more when it ended. */
export class Tally {
  readonly #fates = { sent: 0, lost: 0, missed: 0, withheld: 0 };
  readonly #errors = { connection: 0, closed: 0, timeout: 0 };
  readonly #answers = { "1xx": 0, "2xx": 0, "3xx": 0, "4xx": 0, "5xx": 0 };
  readonly #lateMs: number;
  #completed = 0;
  #late = 0;
  #latestUs = 0;
  /** Microseconds, to three digits. Made when first needed: it is large. */
  #latency: Histogram | undefined;

  constructor(lateMs: number) {
    this.#lateMs = lateMs;
  }

  due(fate: Fate, lateUs: number): void {
    this.#fates[fate]++;
    if (fate === "withheld") return;
    if (lateUs > this.#lateMs * 1000) this.#late++;
    this.#latestUs = Math.max(this.#latestUs, lateUs);
  }

  ended(ending: Ending, latencyUs: number): void {
    if (typeof ending === "string") {
      this.#errors[ending]++;
      return;
    }
    this.#completed++;
    const status = classes[Math.floor(ending / 100) - 1];
    if (status) this.#answers[status]++;
    this.#latency ??= build({ highestTrackableValue: 600_000_000, numberOfSignificantValueDigits: 3 });
    this.#latency.recordValue(Math.max(1, Math.round(latencyUs)));
  }

  /** `scheduledPerSecond`: of all, those that were withheld included. */
  result(scheduledPerSecond: number, lengthMs: number): LoadResult {
    const { sent, lost, missed, withheld } = this.#fates;
    const errors = { ...this.#errors };
    const due = sent + lost + missed;
    const late = { late: this.#late, latestMs: this.#latestUs / 1000 };
    return {
      wantedPerSecond: withheld === 0 ? scheduledPerSecond : (scheduledPerSecond * due) / (due + withheld),
      achievedPerSecond: lengthMs > 0 ? (sent / lengthMs) * 1000 : 0,
      due,
      sent,
      completed: this.#completed,
      answers: { ...this.#answers },
      inFlight: sent - this.#completed - errors.connection - errors.closed - errors.timeout,
      errors,
      lost,
      missed,
      latencyMs: this.#percentiles(),
      ...late,
      behind: fellBehind({ due, missed, ...late }, this.#lateMs),
    };
  }

  #percentiles(): LoadResult["latencyMs"] {
    const histogram = this.#latency;
    if (!histogram) return null;
    const at = (percentile: number): number => histogram.getValueAtPercentile(percentile) / 1000;
    return { p50: at(50), p95: at(95), p99: at(99), max: histogram.maxValue / 1000 };
  }
}
