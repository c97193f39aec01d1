import type { JournalEvent } from "../drill/journal.ts";

/** One event as a line of a live view: what a person exploring wants to see; undefined for the rest. */
export function renderEvent(event: JournalEvent): string | undefined {
  const time = new Date(event.at).toTimeString().slice(0, 8);
  if (event.what === "seen") return `${time}  ${event.alert} ${event.state}`;
  if (event.what === "delivery")
    return `${time}  ${event.receiver} told by ${event.kind} that ${event.alert} is ${event.status}`;
  return undefined;
}
