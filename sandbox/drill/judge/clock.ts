import { eventsOf } from "../journal.ts";
import type { EventOf, Journal } from "../journal.ts";

/** A point that production time is measured from, and how exactly it is known. */
export interface Origin {
  readonly at: number;
  /** Real milliseconds between asking and the answer that it is done. */
  readonly bracketMs: number;
  /** Real milliseconds after it in which nothing can show it yet: what is slow is counted when it ends. Not given: none. */
  readonly delayMs?: number;
}

/** Real time of a journal as production time: stretched by the factor, with what is not known of it. */
export interface Clock {
  /** When the fault was in force; without a fault, when the system was steady. Undefined: never. */
  readonly onset: Origin | undefined;
  /** When the fault was undone for the last time. */
  readonly lifted: Origin | undefined;
  /** Until when the drill looked on: taking the stack down is no watching. */
  readonly end: number;
  /** Production milliseconds from an origin to a real time. */
  since(origin: Origin, at: number): number;
  /** Production milliseconds by which a time between an origin and `at` may be off: scrape, evaluation, bracket, delay, gaps. */
  uncertainty(origin: Origin, at: number): number;
}

export function clockOf(journal: Journal): Clock {
  const { factor, timing } = journal;
  const gaps = (["evaluation-gap", "scrape-gap", "scrape-timeout"] as const).flatMap((what) => eventsOf(journal, what));
  const steady = eventsOf(journal, "steady")[0];
  const acknowledged = eventsOf(journal, "fault-acknowledged")[0];
  const collected = eventsOf(journal, "phase").find((event) => event.phase === "collect");
  const lift = eventsOf(journal, "lift-acknowledged").at(-1);
  // Those who came waited so long at worst: what they met, and that they are gone, is counted when they are answered.
  const waitMs = Math.max(0, ...eventsOf(journal, "surge").map(({ latencyMs }) => latencyMs?.max ?? 0));
  return {
    onset: acknowledged
      ? { ...origin(eventsOf(journal, "fault-asked")[0], acknowledged), delayMs: acknowledged.delayMs ?? waitMs }
      : steady && journal.drill.fault === undefined
        ? { at: steady.at, bracketMs: 0 }
        : undefined,
    lifted: lift && { ...origin(eventsOf(journal, "lift-asked").at(-1), lift), delayMs: waitMs },
    end: collected?.at ?? lastOf(journal),
    // What happened while the fault was being put in force happened at its onset, as far as can be told.
    since: (from, at) => (at < from.at && at >= from.at - from.bracketMs ? 0 : (at - from.at) * factor),
    uncertainty: (from, at) => {
      const lost = gaps.filter((gap) => gap.at + gap.ms > from.at && gap.at < at).reduce((sum, gap) => sum + gap.ms, 0);
      return timing.scrapeMs + timing.evaluationMs + (from.bracketMs + (from.delayMs ?? 0) + lost) * factor;
    },
  };
}

/** The time of the last thing that happened, whatever it was. */
export function lastOf(journal: Journal): number {
  return journal.events.reduce((last, event) => Math.max(last, event.at), 0);
}

function origin(asked: EventOf<"fault-asked" | "lift-asked"> | undefined, done: { readonly at: number }): Origin {
  return { at: done.at, bracketMs: asked ? done.at - asked.at : 0 };
}
