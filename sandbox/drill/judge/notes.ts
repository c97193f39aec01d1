import { readableDuration } from "../../rules/duration.ts";
import { eventsOf } from "../journal.ts";
import type { EventOf, Journal } from "../journal.ts";
import { budgetNotes } from "./budget-notes.ts";
import { confirmedNotes } from "./confirmed.ts";
import { nearnessNotes } from "./nearness.ts";

/** How the verdict was reached, a line each. */
export function notesOf(journal: Journal): string[] {
  const booted = eventsOf(journal, "booted")[0];
  const versions = booted ? Object.entries(booted.versions).map(([name, version]) => `${name} ${version}`) : [];
  const at = (seconds: number | null): string => (seconds === null ? "never" : readableDuration(seconds * 1000));
  return [
    ...eventsOf(journal, "factor").map((event) => `factor ${event.factor}, limited by ${event.limitedBy}`),
    ...eventsOf(journal, "runtime").map((event) => [event.runtime, ...versions].join(", ")),
    ...eventsOf(journal, "predicted").map(
      (event) =>
        `predicted on the original rule: pending ${at(event.pending)}, firing ${at(event.firing)}, resolved ${at(event.resolved)} after it is lifted`,
    ),
    ...eventsOf(journal, "not-predicted").map((event) => `not predicted: ${event.why}`),
    ...confirmedNotes(journal),
    ...eventsOf(journal, "load").map(
      (event) => `load ${event.achievedPerSecond.toFixed(1)} of ${event.wantedPerSecond} requests per second`,
    ),
    ...eventsOf(journal, "surge").map(surgeNote),
    ...budgetNotes(journal),
    ...nearnessNotes(journal),
    ...eventsOf(journal, "not-watched").map(
      (event) => `not watched: ${event.alerts.join(", ")} (longer windows, or not to be scaled faithfully)`,
    ),
    ...eventsOf(journal, "note").map((event) => event.note),
  ];
}

function surgeNote({ load, seconds, completed, failed, latencyMs }: EventOf<"surge">): string {
  const perSecond = seconds > 0 ? completed / seconds : 0;
  const ms = (value: number): string => `${Math.round(value)} ms`;
  const waited = latencyMs ? `, after ${ms(latencyMs.p50)} (median), ${ms(latencyMs.p95)} (p95)` : "";
  return `surge ${load}: ${perSecond.toFixed(1)} answers per second${waited}, ${failed === 0 ? "none" : failed} failed`;
}
