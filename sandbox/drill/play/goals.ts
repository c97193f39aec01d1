import type { Duration } from "../../rules/duration.ts";
import { milliseconds } from "../../rules/duration.ts";
import type { Drill } from "../drill.ts";
import { allOverAt } from "../last-word.ts";
import type { Origin } from "../judge/clock.ts";
import type { Plan } from "../plan/plan.ts";
import type { Goal, Sight } from "./watcher.ts";

/** Real time that the machine itself may add before a bound counts as missed: a slow look, a late delivery. */
const slackMs = 500;

/** When a bound after `from` is over for certain, uncertainty included, in real milliseconds since 1970. */
function deadline(plan: Plan, from: Origin, within: Duration): number {
  const { scrapeMs, evaluationMs } = plan.timing;
  return (
    from.at +
    from.bracketMs +
    (from.delayMs ?? 0) +
    slackMs +
    (milliseconds(within) + scrapeMs + evaluationMs) / plan.factor
  );
}

/** What a fault is kept in force for. */
export function goalsOfFault(drill: Drill, plan: Plan, onset: Origin): Goal[] {
  const { alert, expect } = drill;
  const goals: Goal[] = [];
  const goal = (what: string, within: Duration, reached: (sight: Sight) => boolean): void => {
    goals.push({ what, deadline: deadline(plan, onset, within), reached });
  };
  if (alert !== undefined) {
    if (expect.pending && expect.pending !== "never")
      goal(`${alert} pending`, expect.pending.within, (sight) => sight.pended.has(alert));
    if (expect.firing && expect.firing !== "never") {
      goal(`${alert} firing`, expect.firing.within, (sight) => sight.fired.has(alert));
    }
    for (const receiver of expect.delivered?.to ?? []) {
      goal(`${receiver} told`, expect.delivered?.within ?? "0s", (sight) =>
        receiversTold(sight, alert).includes(receiver),
      );
    }
  }
  const latest = goals.reduce((last, one) => Math.max(last, one.deadline), onset.at);
  const others = expect.others === "none" ? [] : expect.others.firing;
  const notified = expect.others === "none" || expect.others.notified === "none" ? [] : expect.others.notified;
  return [
    ...goals,
    ...others.map((name) => ({
      what: `${name} firing`,
      deadline: latest,
      reached: (sight: Sight) => sight.fired.has(name),
    })),
    ...notified.map((name) => ({
      what: `anybody told of ${name}`,
      deadline: latest + plan.timing.groupWaitMs / plan.factor,
      reached: (sight: Sight) => receiversTold(sight, name).length > 0,
    })),
  ];
}

/** What is looked for once the fault is lifted. */
export function goalsOfLift(drill: Drill, plan: Plan, lifted: Origin): Goal[] {
  const { alert, expect } = drill;
  if (alert === undefined) return [];
  const goals: Goal[] = [];
  if (expect.resolved) {
    goals.push({
      what: `${alert} resolved`,
      deadline: deadline(plan, lifted, expect.resolved.within),
      reached: (sight) => !sight.active.has(alert),
    });
  }
  if (expect["resolved-notice"]) {
    goals.push({
      what: `those told of ${alert} told that it is resolved`,
      deadline: deadline(plan, lifted, expect["resolved-notice"].within),
      reached: (sight) => {
        const receivers = expect.delivered?.to ?? receiversTold(sight, alert);
        return receivers.length > 0 && receivers.every((receiver) => toldResolved(sight, receiver, alert));
      },
    });
  }
  return goals;
}

/** Time alone: nothing reaches it but its end. */
export function goalOfTime(what: string, endAt: number): Goal {
  return { what, deadline: endAt, reached: () => false };
}

function toldResolved(sight: Sight, receiver: string, alert: string): boolean {
  const words = sight.delivered
    .filter((one) => one.receiver === receiver)
    .flatMap(({ at, alerts }) => alerts.filter((each) => each.alert === alert).map((each) => ({ at, ...each })));
  return allOverAt(words) !== null;
}

function receiversTold(sight: Sight, alert: string): string[] {
  return [
    ...new Set(
      sight.delivered.filter((one) => one.alerts.some((each) => each.alert === alert)).map((one) => one.receiver),
    ),
  ];
}
