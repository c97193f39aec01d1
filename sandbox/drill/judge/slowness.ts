import { eventsOf } from "../journal.ts";
import type { EventOf, Journal } from "../journal.ts";

/**
 * Why an alert that should not have fired may have done so for this machine's reasons alone: scrapes of its target were
 * given up although no fault was in the target, so that `up` was 0 and its series were missing. Undefined: no such reason.
 */
export function excuseOf(journal: Journal, alert: string, state: "pending" | "firing" = "firing"): string | undefined {
  const fired = eventsOf(journal, "alert").filter(
    (event) => event.name === alert && (event.state === "firing" || state === "pending"),
  );
  const lost = fired.map((event) => lostBefore(journal, event));
  if (fired.length === 0 || lost.includes(0)) return undefined;
  const count = Math.max(...lost);
  return (
    `${count} ${count === 1 ? "scrape" : "scrapes"} of its target got no answer in time at a factor of ${journal.factor}: ` +
    "this machine is too busy; fewer drills at once (--jobs), or a lower --scale"
  );
}

/** An alert without the label says nothing of which target it is about: any may be. */
function lostBefore(journal: Journal, { at, labels }: EventOf<"alert">): number {
  const { job, instance } = labels;
  return eventsOf(journal, "scrape-timeout").filter(
    (event) =>
      event.at <= at &&
      (job === undefined || event.of.startsWith(`${job} `)) &&
      (instance === undefined || event.of.endsWith(` ${instance}`)),
  ).length;
}
