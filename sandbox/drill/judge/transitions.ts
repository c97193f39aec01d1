import { readableDuration } from "../../rules/duration.ts";
import { judgeBound } from "./bound.ts";
import { milliseconds } from "../../rules/duration.ts";
import { clockOf } from "./clock.ts";
import { eventsOf } from "../journal.ts";
import type { EventOf, Journal } from "../journal.ts";
import { neverFires } from "../drill.ts";
import { excuseOf } from "./slowness.ts";
import type { Finding, Outcome } from "../verdict.ts";

/** inactive → pending → firing → inactive, of the alert under test. */
export function judgeTransitions(journal: Journal): Finding[] {
  const { alert, expect } = journal.drill;
  if (alert === undefined) return [];
  const clock = clockOf(journal);
  const { pending, firing, resolved } = transitionsOf(journal, alert);
  const findings: Finding[] = [];
  if (expect.pending === "never") findings.push(judgeNever(journal, alert, "pending"));
  else if (expect.pending) {
    const { within } = expect.pending;
    findings.push(
      judgeBound(
        {
          what: `${alert} pending within ${within}`,
          event: "pending",
          withinMs: milliseconds(within),
          origin: clock.onset,
          at: pending,
        },
        clock,
      ),
    );
  }
  if (expect.firing === "never") findings.push(judgeNever(journal, alert, "firing"));
  // Whether it fired at all may be as open as when: then so is whether there was anything to resolve.
  let fired: Outcome = "deviated";
  if (expect.firing && expect.firing !== "never") {
    const { within } = expect.firing;
    const finding = judgeBound(
      {
        what: `${alert} firing within ${within}`,
        event: "firing",
        withinMs: milliseconds(within),
        origin: clock.onset,
        at: firing,
      },
      clock,
    );
    findings.push(finding);
    fired = finding.outcome;
  }
  if (expect.resolved) {
    const { within } = expect.resolved;
    const what = `${alert} resolved within ${within}`;
    findings.push(
      firing === null
        ? { what, outcome: fired, observed: "never fired, so there was nothing to resolve" }
        : judgeBound(
            {
              what,
              event: "inactive",
              withinMs: milliseconds(within),
              origin: clock.lifted,
              at: resolved,
              earliest: earliestEnd(journal),
            },
            clock,
          ),
    );
  }
  return [...findings, ...judgeSteadiness(journal, alert)];
}

/**
 * Real time before which an end is not the first lift's doing. A sample bears the time its scrape began: what hung in a
 * paused target is answered when it is thawed, for a time up to one scrape before.
 */
export function earliestEnd(journal: Journal): number | undefined {
  const lift = liftAsked(journal);
  return lift === undefined ? undefined : lift - journal.timing.scrapeMs / journal.factor;
}

function liftAsked(journal: Journal): number | undefined {
  return eventsOf(journal, "lift-asked")[0]?.at;
}

/** An alert that comes and goes while its cause stays wakes people again and again. A fault that comes and goes may do so. */
function judgeSteadiness(journal: Journal, alert: string): Finding[] {
  if (journal.drill.fault?.repeat || neverFires(journal.drill.expect)) return [];
  const lift = liftAsked(journal);
  const times = new Map<string, number>();
  for (const event of firingSince(journal)) {
    if (lift !== undefined && event.at > lift) continue;
    const instance = JSON.stringify(event.labels);
    times.set(instance, (times.get(instance) ?? 0) + 1);
  }
  const most = Math.max(0, ...times.values());
  if (most < 2) return [];
  const excuse = excuseOf(journal, alert);
  return [
    {
      what: `${alert} stays until the fault is lifted`,
      outcome: excuse === undefined ? "deviated" : "inconclusive",
      observed: `it fired ${most} times${excuse === undefined ? "" : `, but ${excuse}`}`,
    },
  ];
}

/** Of the alert under test, what began with the fault or after: the steady state before it had none. */
function activeSince(journal: Journal): EventOf<"alert">[] {
  const { onset } = clockOf(journal);
  const since = onset ? onset.at - onset.bracketMs : 0;
  const { alert } = journal.drill;
  return eventsOf(journal, "alert").filter((event) => event.name === alert && event.at >= since);
}

function firingSince(journal: Journal): EventOf<"alert">[] {
  return activeSince(journal).filter((event) => event.state === "firing");
}

/** Real times, null for what never happened; an alert without `for` counts as pending when it fires. */
export function transitionsOf(
  journal: Journal,
  alert: string | undefined,
): {
  readonly pending: number | null;
  readonly firing: number | null;
  readonly resolved: number | null;
} {
  const clock = clockOf(journal);
  const own = eventsOf(journal, "alert").filter((event) => event.name === alert);
  // A state from before the fault is not the fault's doing; the steady state has none.
  const since = clock.onset ? clock.onset.at - clock.onset.bracketMs : 0;
  const first = (state: "pending" | "firing"): number | null =>
    own
      .filter((event) => event.state === state && event.at >= since)
      .reduce<number | null>((at, event) => Math.min(at ?? event.at, event.at), null);
  const firing = first("firing");
  const ends = own.filter((event) => event.state === "firing" && event.at >= since).map((event) => event.until);
  const last = ends.reduce<number | null>((at, end) => (end === null ? at : Math.max(at ?? end, end)), null);
  return { pending: first("pending") ?? firing, firing, resolved: ends.includes(null) ? null : last };
}

/** What fires was pending, if only for an instant: an alert without `for` fires at once. */
function judgeNever(journal: Journal, alert: string, state: "pending" | "firing"): Finding {
  const what = `${alert} never ${state}`;
  const clock = clockOf(journal);
  const came = state === "firing" ? firingSince(journal)[0] : activeSince(journal)[0];
  const told = eventsOf(journal, "delivery").find(
    (event) => event.alert === alert && event.status === "firing" && clock.onset && event.at >= clock.onset.at,
  );
  if (!clock.onset)
    return { what, outcome: "inconclusive", observed: "never looked for: the drill did not come that far" };
  if (!came && told) {
    const at = readableDuration(clock.since(clock.onset, told.at));
    return { what, outcome: "deviated", observed: `${told.receiver} was told at ${at} that it fires` };
  }
  if (!came) {
    const watched = readableDuration(clock.since(clock.onset, clock.end));
    return { what, outcome: "held", observed: `did not ${state === "firing" ? "fire" : "pend"} in ${watched}` };
  }
  const excuse = excuseOf(journal, alert, state);
  const observed = `${came.state} at ${readableDuration(clock.since(clock.onset, came.at))}`;
  if (excuse !== undefined) return { what, outcome: "inconclusive", observed: `${observed}, but ${excuse}` };
  return { what, outcome: "deviated", observed };
}
