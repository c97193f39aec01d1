import { readableDuration } from "../../rules/duration.ts";
import { budgetSpent } from "../../slo/budget.ts";
import { eventsOf } from "../journal.ts";
import type { Journal } from "../journal.ts";
import { clockOf } from "./clock.ts";

const dayMs = 86_400_000;

/**
 * How much of the error budget was gone when the first of those who should be told was told, as the recording rules had it:
 * the share of bad events over the shortest window that holds the fault's beginning, times that window.
 */
export function budgetNotes(journal: Journal): string[] {
  const { onset } = clockOf(journal);
  const [budget] = eventsOf(journal, "error-budget");
  const told = eventsOf(journal, "delivery")
    .filter(({ alert, status, at }) => alert === journal.drill.alert && status === "firing" && at >= (onset?.at ?? 0))
    .toSorted((a, b) => a.at - b.at)[0];
  if (!onset || !budget || !told) return [];
  const elapsed = clockOf(journal).since(onset, told.at);
  const window = budget.windows.find(({ windowMs }) => windowMs >= elapsed);
  const bad = window?.samples.findLast(([at]) => at <= told.at)?.[1];
  if (!window || bad === undefined) return [];
  const spent = 100 * budgetSpent(bad, window.windowMs, budget);
  return [
    `${spent.toPrecision(2)} % of the ${budget.periodMs / dayMs}-day error budget of ${budget.id} was gone when ` +
      `${told.receiver} was told, ${readableDuration(elapsed)} after the fault`,
  ];
}
