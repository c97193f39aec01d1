import { eventsOf } from "../journal.ts";
import type { EventOf, Journal } from "../journal.ts";
import type { Finding } from "../verdict.ts";

/** What differs by no more than this share of itself, or of the alert's threshold, is the same: a young process still grows. */
const same = 0.15;

/** A fault that is judged for itself leaves nothing changed: what each alert measures is afterwards what it was before. */
export function judgeRestored(journal: Journal): Finding[] {
  const { alert, fault } = journal.drill;
  if (alert !== undefined || !fault) return [];
  const what = "the same steady state once the fault is lifted";
  const found = eventsOf(journal, "restored");
  if (found.length === 0)
    return [{ what, outcome: "inconclusive", observed: "never looked for: the drill did not come that far" }];
  const changed = found.filter((one) => one.active || !isSame(one));
  const observed = (changed.length > 0 ? changed : found).map(described).join("; ");
  return [{ what, outcome: changed.length > 0 ? "deviated" : "held", observed }];
}

function isSame({ before, after, threshold }: EventOf<"restored">): boolean {
  // What has never happened is not counted; once it has, none of it is zero.
  if (before === null || after === null) return (before ?? 0) === (after ?? 0);
  return Math.abs(after - before) <= same * Math.max(Math.abs(threshold), Math.abs(before));
}

function described({ alert, before, after, active }: EventOf<"restored">): string {
  const shown = (value: number | null): string => (value === null ? "nothing" : String(Number(value.toPrecision(3))));
  return `${alert} measures ${shown(after)} (before: ${shown(before)})${active ? ", and is still active" : ""}`;
}
