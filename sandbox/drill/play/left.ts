import { faultOf } from "../../fault/faults.ts";
import { allOverAt } from "../last-word.ts";
import { eventsOf } from "../journal.ts";
import type { Journal } from "../journal.ts";
import type { Left } from "./stages.ts";

/** How a drill left its stack, by its journal. */
export function leftBy(journal: Journal): Pick<Left, "quiet" | "told"> {
  const words = eventsOf(journal, "delivery");
  const told = [...new Set(words.map((word) => word.alert))];
  const receivers = [...new Set(words.map((word) => word.receiver))];
  const over = receivers.every((receiver) =>
    told.every((alert) => {
      const own = words.filter((word) => word.receiver === receiver && word.alert === alert);
      return own.length === 0 || allOverAt(own) !== null;
    }),
  );
  const active = eventsOf(journal, "alert").some((event) => event.until === null);
  const { fault } = journal.drill;
  const whole = eventsOf(journal, "collected").length > 0 && eventsOf(journal, "not-steady").length === 0;
  return { quiet: over && !active && whole && !(fault && faultOf(fault).destructive), told };
}

/** Since when nothing is broken any more, in real milliseconds since 1970; undefined: nothing ever was. */
export function mendedAt(journal: Journal): number | undefined {
  const behind = eventsOf(journal, "load").find((load) => load.behind !== null);
  return behind?.at ?? eventsOf(journal, "lift-acknowledged").at(-1)?.at;
}
