import type { AlertSeen, Watch } from "../../prove/claims.ts";
import type { Rule } from "../../rules/rule-file.ts";
import { clockOf } from "../judge/clock.ts";
import { eventsOf } from "../journal.ts";
import type { Journal } from "../journal.ts";

/** What a drill saw of its alerts, in production time from the first slot of its unit test. */
export interface Seen {
  /** Real milliseconds of that slot. */
  readonly originMs: number;
  readonly alerts: readonly AlertSeen[];
  readonly watch: Watch;
}

/** What must be known of the drill: when it began to break something (or was steady), and its last sample, in real time. */
interface Span {
  readonly began: number;
  readonly last: number;
  readonly evaluationMs: number;
  /** Evaluations that a sample passes until the alert shows it. */
  readonly hops: number;
}

export function seenOf(journal: Journal, alerts: readonly Rule[], { began, last, evaluationMs, hops }: Span): Seen {
  const { factor: k, timing } = journal;
  const originMs = originOf(journal, alerts, began, evaluationMs);
  const production = (at: number): number => (at - originMs) * k;
  const statesOf = (alert: string): AlertSeen["states"] =>
    eventsOf(journal, "alert")
      .filter(({ name }) => name === alert)
      .map(({ labels, state, at, until }) => {
        return { labels, state, from: production(at), until: until === null ? null : production(until) };
      });
  // Alerts of one name are told apart by their labels; what none of them does is true of each.
  const names = [...new Set(alerts.map(({ name }) => name))];
  return {
    originMs,
    alerts: names.map((alert) => ({
      alert,
      forMs: Math.min(...alerts.flatMap(({ name, forMs }) => (name === alert ? forMs : []))),
      states: statesOf(alert),
    })),
    watch: {
      fromMs: timing.windowMs + timing.scrapeMs,
      untilMs: Math.floor(production(last) / evaluationMs) * evaluationMs,
      evaluationMs,
      guardMs: hops * (timing.scrapeMs + evaluationMs) + unsureMs(journal) * k,
    },
  };
}

/**
 * The longest window before the fault, and what comes in between. Evaluations fall where they fell: those of the live rules are
 * known from when an alert changed its state.
 */
function originOf(journal: Journal, alerts: readonly Rule[], began: number, evaluationMs: number): number {
  const { factor: k, timing } = journal;
  const wanted = began - (timing.windowMs + 2 * timing.scrapeMs + evaluationMs) / k;
  const names = new Set(alerts.map(({ name }) => name));
  const evaluated = eventsOf(journal, "alert").findLast(({ name }) => names.has(name))?.at ?? wanted;
  const step = evaluationMs / k;
  return evaluated - Math.ceil((evaluated - wanted) / step) * step;
}

/** Real milliseconds by which a time may be off for the fault's sake and for this machine's. */
function unsureMs(journal: Journal): number {
  const { onset, lifted } = clockOf(journal);
  const brackets = [onset, lifted].map((origin) => origin?.bracketMs ?? 0);
  const gaps = (["evaluation-gap", "scrape-gap", "scrape-timeout"] as const).flatMap((what) => eventsOf(journal, what));
  return Math.max(...brackets) + Math.max(0, ...gaps.map(({ ms }) => ms));
}
