import { eventsOf } from "../journal.ts";
import type { Journal } from "../journal.ts";
import type { Nearness } from "../verdict.ts";

/** How near each alert came, the nearest first; those that measured nothing last. */
export function nearnessOf(journal: Journal): Nearness[] {
  const found = eventsOf(journal, "nearness").map(({ alert, value, sign, threshold }) => ({
    alert,
    value,
    sign,
    threshold,
  }));
  return found.toSorted((a, b) => (shareOf(b) ?? -1) - (shareOf(a) ?? -1));
}

/** A line for each alert: `HighErrorRate came to 0.4 % of firing (0.0002 of > 0.05)`. */
export function nearnessNotes(journal: Journal): string[] {
  return nearnessOf(journal).map((one) => {
    const { alert, value, sign, threshold } = one;
    if (value === null) return `${alert} had nothing to measure`;
    const share = shareOf(one);
    const said = `${shown(value)}, and it fires at ${sign} ${shown(threshold)}`;
    return share === undefined ? `${alert} came to ${said}` : `${alert} came to ${shown(100 * share)} % (${said})`;
  });
}

/** 1 where it is about to fire; undefined where no share can be said of it. */
function shareOf({ value, sign, threshold }: Nearness): number | undefined {
  if (value === null || value < 0 || threshold <= 0) return undefined;
  if (sign === ">" || sign === ">=") return value / threshold;
  if ((sign === "<" || sign === "<=") && value > 0) return threshold / value;
  return undefined;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}
