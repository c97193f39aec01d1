import { readableDuration } from "../../rules/duration.ts";
import { eventsOf } from "../journal.ts";
import type { Journal } from "../journal.ts";
import type { Finding } from "../verdict.ts";
import { clockOf } from "./clock.ts";

/** A drill in which nothing is broken and no alert is under test: nothing may even begin to fire. */
export function judgeQuiet(journal: Journal): Finding[] {
  const { alert, fault } = journal.drill;
  if (alert !== undefined || fault) return [];
  const what = "nothing pending";
  const clock = clockOf(journal);
  if (!clock.onset || eventsOf(journal, "collected").length === 0)
    return [{ what, outcome: "inconclusive", observed: "never looked for: the drill did not come that far" }];
  const { onset } = clock;
  const pended = eventsOf(journal, "alert").filter(({ until }) => until === null || until > onset.at);
  const names = [...new Set(pended.map(({ name }) => name))].toSorted();
  const watched = readableDuration(clock.since(onset, clock.end));
  return names.length === 0
    ? [{ what, outcome: "held", observed: `nothing was in ${watched}` }]
    : [{ what, outcome: "deviated", observed: `${names.join(", ")} was` }];
}
