import { milliseconds, readableDuration } from "../../rules/duration.ts";
import { lastOf } from "./clock.ts";
import { eventsOf } from "../journal.ts";
import type { EventOf, Journal } from "../journal.ts";

const fewer = "fewer drills at once (--jobs), or a lower --scale";

/**
 * Why an alert that should not have fired may have done so for this machine's reasons alone: scrapes of its target were
 * given up although no fault was in the target, so that `up` was 0 and its series were missing; the fault was lifted
 * later than it should have been, and the alert fired after that; or the load was held up and then came all at once, and the
 * alert was pending for a moment. Undefined: no such reason.
 */
export function excuseOf(journal: Journal, alert: string, state: "pending" | "firing" = "firing"): string | undefined {
  const fired = eventsOf(journal, "alert").filter(
    (event) => event.name === alert && (event.state === "firing" || state === "pending"),
  );
  const overdue = overdueFault(journal);
  if (overdue && fired.length > 0 && fired.every(({ at }) => at >= overdue.at)) return overdue.why;
  const reasons = fired.map((event) => lostBefore(journal, event) ?? burstBefore(journal, event));
  return reasons.includes(undefined) ? undefined : reasons.at(-1);
}

/** From here on, a fault lasted longer than its drill says: more than a tenth of it is no small matter. */
const overdueShare = 0.1;

/** Since when, in real time, a fault was in force that should have been over. */
function overdueFault(journal: Journal): { readonly at: number; readonly why: string } | undefined {
  const { factor, drill } = journal;
  const wanted = drill.fault?.lasts ?? drill.fault?.repeat?.on;
  if (wanted === undefined) return undefined;
  const lifts = eventsOf(journal, "lift-acknowledged");
  for (const [turn, { at }] of eventsOf(journal, "fault-acknowledged").entries()) {
    const lasted = ((lifts[turn]?.at ?? lastOf(journal)) - at) * factor;
    if (lasted <= milliseconds(wanted) * (1 + overdueShare)) continue;
    const why = `the fault was lifted after ${readableDuration(lasted)} instead of ${wanted}: this machine is too busy; ${fewer}`;
    return { at: at + milliseconds(wanted) / factor, why };
  }
  return undefined;
}

/** An alert without the label says nothing of which target it is about: any may be. */
function lostBefore({ events, factor }: Journal, { at, labels }: EventOf<"alert">): string | undefined {
  const { job, instance } = labels;
  const count = events.filter(
    (event) =>
      event.what === "scrape-timeout" &&
      event.at <= at &&
      (job === undefined || event.of.startsWith(`${job} `)) &&
      (instance === undefined || event.of.endsWith(` ${instance}`)),
  ).length;
  if (count === 0) return undefined;
  return `${count} ${count === 1 ? "scrape" : "scrapes"} of its target got no answer in time at a factor of ${factor}: this machine is too busy; ${fewer}`;
}

/** Requests that come all at once keep a service busy for a moment, and are seen for a window; too short a time to fire. */
function burstBefore(journal: Journal, { at, state }: EventOf<"alert">): string | undefined {
  const { timing, factor } = journal;
  const seenMs = (timing.windowMs + timing.scrapeMs + timing.evaluationMs) / factor;
  const stall = eventsOf(journal, "load-stall").findLast((event) => event.at <= at && at - event.at <= seenMs);
  if (!stall || state !== "pending") return undefined;
  return `this machine, which is too busy, held the load up for ${Math.round(stall.ms)} ms just before, and ${stall.requests} requests came at once; ${fewer}`;
}
