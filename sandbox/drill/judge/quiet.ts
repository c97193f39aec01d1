import { readableDuration } from "../../rules/duration.ts";
import { eventsOf } from "../journal.ts";
import type { Journal } from "../journal.ts";
import type { Finding } from "../verdict.ts";
import { clockOf } from "./clock.ts";
import { excuseOf } from "./slowness.ts";

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
  if (names.length === 0) return [{ what, outcome: "held", observed: `nothing was in ${watched}` }];
  const excuses = names.map((name) => excuseOf(journal, name, "pending"));
  const observed = names.map((name, i) => `${name} was${excuses[i] === undefined ? "" : `, but ${excuses[i]}`}`);
  return [{ what, outcome: excuses.includes(undefined) ? "deviated" : "inconclusive", observed: observed.join("; ") }];
}
