import { faultOf } from "../../fault/faults.ts";
import type { Delivery } from "../../observe/inbox.ts";
import { eventsOf } from "../journal.ts";
import type { Journal } from "../journal.ts";
import type { Left } from "./stages.ts";

/** How a drill left its stack, by its journal, and by all that was ever delivered there: what its boot made fire as well. */
export function leftBy(journal: Journal, delivered: readonly Delivery[]): Pick<Left, "quiet" | "told"> {
  const words = delivered.flatMap(({ receiver, alerts }) => alerts.map((word) => ({ receiver, ...word })));
  const last = new Map(words.map((word) => [`${word.receiver} ${word.alert} ${word.fingerprint}`, word.status]));
  const over = [...last.values()].every((status) => status === "resolved");
  const active = eventsOf(journal, "alert").some((event) => event.until === null);
  const { fault } = journal.drill;
  const whole = eventsOf(journal, "collected").length > 0 && eventsOf(journal, "not-steady").length === 0;
  return {
    quiet: over && !active && whole && !(fault && faultOf(fault).destructive),
    told: [...new Set(words.map((word) => word.alert))],
  };
}

/** Since when nothing is broken any more, in real milliseconds since 1970; undefined: nothing ever was. */
export function mendedAt(journal: Journal): number | undefined {
  const behind = eventsOf(journal, "load").find((load) => load.behind !== null);
  return behind?.at ?? eventsOf(journal, "lift-acknowledged").at(-1)?.at;
}
