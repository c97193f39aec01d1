import { readableDuration } from "../../rules/duration.ts";
import type { Clock, Origin } from "./clock.ts";
import type { Finding } from "../verdict.ts";

/** Something that should happen within a bound after an origin; all but `at` and `watchedUntil` in production milliseconds. */
export interface Bounded {
  readonly what: string;
  /** What it is called in what was observed: "firing", "told slack". */
  readonly event: string;
  readonly withinMs: number;
  readonly origin: Origin | undefined;
  /** Real time at which it happened; null: it did not. */
  readonly at: number | null;
  /** Real time before which it would be for another reason; undefined: any time will do. */
  readonly earliest?: number | undefined;
}

/** From here on, putting a fault in force or lifting it is worth a word. */
const slowMs = 250;

/** A bound inside the uncertainty is inconclusive, not a coin toss; so is a watch that ended before the bound. */
export function judgeBound(bounded: Bounded, clock: Clock): Finding {
  const { what, origin, at, withinMs, event } = bounded;
  if (!origin) return { what, outcome: "inconclusive", observed: "never looked for: the drill did not come that far" };
  if (at === null) {
    const watched = clock.since(origin, clock.end);
    const enough = watched >= withinMs + clock.uncertainty(origin, clock.end);
    const observed = `never ${event}${enough ? "" : ", but watched too short a time"} (watched ${readableDuration(watched)})`;
    return { what, outcome: enough ? "deviated" : "inconclusive", observed };
  }
  if (bounded.earliest !== undefined && at < bounded.earliest) {
    const early = readableDuration(clock.since({ at, bracketMs: 0 }, bounded.earliest));
    return { what, outcome: "deviated", observed: `${event} ${early} before the fault was lifted` };
  }
  // What ends with a fault may bear a time a little before it.
  const took = Math.max(0, clock.since(origin, at));
  const margin = clock.uncertainty(origin, at);
  const observed = `${event} at ${readableDuration(took)} ± ${readableDuration(margin)}`;
  if (took + margin <= withinMs) return { what, outcome: "held", observed };
  if (took - margin > withinMs) return { what, outcome: "deviated", observed };
  // Where this machine was slow, that is why: what the fault's target itself took is real time, and not scaled.
  const real = `${(origin.bracketMs / 1000).toFixed(1)} s of real time`;
  const slow = origin.bracketMs < slowMs ? "" : `; it took ${real} to break or to mend what the drill says`;
  return { what, outcome: "inconclusive", observed: observed + slow };
}
