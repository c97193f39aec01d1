import { readFileSync } from "node:fs";
import type { Journal, JournalEvent } from "../../../sandbox/drill/journal.ts";
import type { Expectation } from "../../../sandbox/drill/drill.ts";

/**
 * Journals of real drills that held, at a factor of 120; their series are cut short. `high-error-rate` and
 * `low-availability` are the guide's drills as they are, the first also for the README. The figures of `one-in-five`,
 * whose signal is far from its threshold, are what tests reckon with.
 */
export type RecordedDrill = "high-error-rate" | "low-availability" | "one-in-five";

export function recorded(name: RecordedDrill): Journal {
  return JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), "utf8")) as Journal;
}

/** The same without the events that match. */
export function without(journal: Journal, matches: (event: JournalEvent) => boolean): Journal {
  return { ...journal, events: journal.events.filter((event) => !matches(event)) };
}

/** The same with more events; their `at` is in production seconds from the fault's onset. */
export function including(journal: Journal, ...events: readonly JournalEvent[]): Journal {
  const placed = events.map((event): JournalEvent => ({ ...event, at: realTime(journal, event.at) }));
  return { ...journal, events: [...journal.events, ...placed] };
}

/** The same where some events are others. */
export function changing(journal: Journal, change: (event: JournalEvent) => JournalEvent): Journal {
  return { ...journal, events: journal.events.map(change) };
}

/** The same drill with other expectations; those that are undefined are dropped. */
export function expecting(
  journal: Journal,
  expect: { readonly [K in keyof Expectation]?: Expectation[K] | undefined },
): Journal {
  const all = Object.entries({ ...journal.drill.expect, ...expect }).filter(([, value]) => value !== undefined);
  return { ...journal, drill: { ...journal.drill, expect: Object.fromEntries(all) as unknown as Expectation } };
}

/** Without the prediction, so that a bound is judged on what was seen and not on what could be. */
export function unpredicted(journal: Journal): Journal {
  return without(journal, (event) => event.what === "predicted");
}

/** Production seconds from the onset as the journal's real time. */
export function realTime(journal: Journal, seconds: number): number {
  const onset = journal.events.find((event) => event.what === "fault-acknowledged" || event.what === "steady");
  const fault = journal.events.find((event) => event.what === "fault-acknowledged");
  return (fault ?? onset ?? { at: 0 }).at + (seconds * 1000) / journal.factor;
}
