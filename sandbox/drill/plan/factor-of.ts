import { FiredrillError } from "../../errors.ts";
import { formatDuration } from "../../rules/duration.ts";
import { chooseFactor } from "../../rules/factor.ts";
import type { Paces } from "../../rules/factor.ts";
import type { EventShare } from "../../rules/event-share.ts";

/** What bounds a factor besides the configuration's own ratios. */
export interface Limits {
  readonly paces: Paces;
  /** Undefined: the alert counts no events. */
  readonly events: EventShare | undefined;
  readonly requestsPerSecond: number;
  /** Real milliseconds that putting the fault in force, and its own delay, are known to take, and the production time in which that must be small. */
  readonly bracketMs: number;
  readonly patienceMs: number;
}

/** `auto`: as fast as is faithful; `slow`: a tenth of production's time at most, whatever it takes. */
export type WantedFactor = number | "auto" | "slow";

export interface ChosenFactor {
  readonly factor: number;
  readonly limitedBy: string;
}

/** Fewer than this many events on a threshold's far side in one window are noise. */
const enoughEvents = 10;
/** What a service does in real time is then little changed by its pace. */
const slowest = 10;

/** The largest factor that is faithful, or the one asked for; rejects one that would bend a ratio, and says why. */
export function factorOf(limits: Limits, wanted: WantedFactor): ChosenFactor {
  const { paces } = limits;
  if (typeof wanted === "number") {
    const chosen = chooseFactor({ ...paces, wanted });
    if ("refused" in chosen) throw new FiredrillError("usage", `--scale ${wanted}: ${chosen.refused}`);
    return chosen;
  }
  const best = chooseFactor(paces);
  if ("refused" in best) throw new FiredrillError("usage", best.refused);
  const slow = wanted === "slow" ? [{ factor: slowest, limitedBy: "--slow" }] : [];
  const bound = [...boundsOf(limits), ...slow].toSorted((a, b) => a.factor - b.factor)[0];
  if (!bound || best.factor <= bound.factor) return best;
  for (let factor = Math.floor(bound.factor); factor > 1; factor--) {
    const chosen = chooseFactor({ ...paces, wanted: factor });
    if (!("refused" in chosen)) return { factor, limitedBy: bound.limitedBy };
  }
  return { factor: 1, limitedBy: bound.limitedBy };
}

function boundsOf({ events, requestsPerSecond, bracketMs, patienceMs }: Limits): ChosenFactor[] {
  const bounds: ChosenFactor[] = [];
  if (events) {
    const expected = (requestsPerSecond * events.share * events.windowMs) / 1000;
    const limitedBy = `ten events beyond the threshold in a window of ${formatDuration(events.windowMs)} at ${requestsPerSecond} requests per second`;
    bounds.push({ factor: Math.max(1, expected / enoughEvents), limitedBy });
  }
  if (bracketMs > 0) {
    const limitedBy = `a fault that takes ${bracketMs} ms to be in force`;
    bounds.push({ factor: Math.max(1, patienceMs / bracketMs), limitedBy });
  }
  return bounds;
}
