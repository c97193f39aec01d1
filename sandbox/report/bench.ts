import { theorySeconds } from "../drill/plan/estimate.ts";
import { eventsOf } from "../drill/journal.ts";
import type { Journal } from "../drill/journal.ts";

/** What a drill cost against what time itself costs, in real seconds. */
export interface Cost {
  readonly wall: number;
  /** From the first start of a service to when every target was scraped. */
  readonly boot: number;
  /** History for the windows, the fault until the notification, and until it was said to be over: divided by the factor. */
  readonly theory: number;
}

/** Undefined where the drill did not come that far, or nothing was predicted. */
export function costOf(journal: Journal): Cost | undefined {
  const at = (phase: string): number | undefined =>
    eventsOf(journal, "phase").find((event) => event.phase === phase)?.at;
  const [begun, scraped, ended] = [at("boot"), at("steady"), eventsOf(journal, "ended")[0]?.at];
  const predicted = eventsOf(journal, "predicted")[0];
  const first = journal.events[0]?.at;
  if (begun === undefined || scraped === undefined || ended === undefined || first === undefined || !predicted)
    return undefined;
  const theory = theorySeconds(journal.timing, predicted, journal.factor);
  return { wall: (ended - first) / 1000, boot: (scraped - begun) / 1000, theory };
}

/** Least, median and most of some numbers. */
export function spread(values: readonly number[]): {
  readonly least: number;
  readonly median: number;
  readonly most: number;
} {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return { least: at(0), median: at(0.5), most: at(1) };
}
