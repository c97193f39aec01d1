import { eventsOf } from "../journal.ts";
import type { Journal } from "../journal.ts";

/**
 * The alerts that fired, each once, in order of their names. What was over before the system was steady is of the boot:
 * nothing was scraped yet, and `absent()` was true.
 */
export function firedAlerts(journal: Journal): string[] {
  const steady = eventsOf(journal, "steady")[0]?.at ?? 0;
  const fired = eventsOf(journal, "alert").flatMap(({ state, name, until }) =>
    state === "firing" && (until === null || until > steady) ? [name] : [],
  );
  return [...new Set(fired)].toSorted();
}
