import { readableDuration } from "../../rules/duration.ts";
import type { Duration } from "../../rules/duration.ts";
import { milliseconds } from "../../rules/duration.ts";
import type { Within } from "../drill.ts";
import { eventsOf } from "../journal.ts";
import type { Journal } from "../journal.ts";
import type { Finding } from "../verdict.ts";

/** Bounds that even the ideal signal misses, in virtual time and on the original rule: no boot is needed to say so. */
export function impossible(journal: Journal): Finding[] {
  const predicted = eventsOf(journal, "predicted")[0];
  if (!predicted) return [];
  const { alert = "", expect } = journal.drill;
  if (predicted.firing !== null && predicted.firing < 0) {
    const observed = "the ideal signal makes it fire while all is well, by promtool on the original rule";
    return [{ what: `${alert} inactive before the fault`, outcome: "deviated", observed }];
  }
  const late = (word: string, within: Duration | undefined, seconds: number | null): Finding[] => {
    if (within === undefined || (seconds !== null && seconds * 1000 <= milliseconds(within))) return [];
    const observed =
      seconds === null
        ? "even the ideal signal never gets there, by promtool on the original rule"
        : `even the ideal signal needs ${readableDuration(seconds * 1000)}, by promtool on the original rule`;
    return [{ what: `${alert} ${word} within ${within}`, outcome: "deviated", observed }];
  };
  const never = (word: string, does: string, wanted: Within | "never" | undefined, seconds: number | null): Finding[] =>
    wanted === "never" && seconds !== null
      ? [
          {
            what: `${alert} never ${word}`,
            outcome: "deviated",
            observed: `the ideal signal ${does} at ${readableDuration(seconds * 1000)}, by promtool on the original rule`,
          },
        ]
      : [];
  const bound = (wanted: Within | "never" | undefined): Duration | undefined =>
    wanted === "never" ? undefined : wanted?.within;
  return [
    ...late("pending", bound(expect.pending), predicted.pending),
    ...never("pending", "pends", expect.pending, predicted.pending),
    ...late("firing", bound(expect.firing), predicted.firing),
    ...never("firing", "fires", expect.firing, predicted.firing),
    ...late("delivered", expect.delivered?.within, predicted.delivered),
    // What never fires has nothing to resolve, and is said above.
    ...(predicted.firing === null ? [] : late("resolved", expect.resolved?.within, predicted.resolved)),
    ...(predicted.firing === null ? [] : late("resolved notice", expect["resolved-notice"]?.within, predicted.notice)),
  ];
}
