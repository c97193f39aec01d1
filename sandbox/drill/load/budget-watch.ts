import type { SoFar } from "../../../load/drive/drive.ts";
import { badForCertain, cannotHold } from "../../../load/judge/cannot-hold.ts";
import type { Objectives } from "../../../load/objectives.ts";
import type { LoadProfile } from "../../../load/profile.ts";
import type { LoadSecond } from "../../../load/record.ts";
import { milliseconds } from "../../rules/duration.ts";
import { secondsOf } from "./wanted-profile.ts";

/** How much of what may fail in the whole load has failed for certain; from 1 on the objective is missed. */
export interface BudgetSpent {
  readonly name: string;
  readonly spent: number;
}

/** What a load that is on says of its objectives. */
export interface BudgetWatch {
  /** Of a second that is over. */
  see(second: LoadSecond): void;
  /** Why the load is to end before its time, null if it is not. */
  stop(soFar: SoFar): string | null;
  /** Of each objective, as it was when `stop` was last asked. */
  spent(): readonly BudgetSpent[];
}

/** A target that refuses connections is given so many seconds. */
const patience = 2;

export function budgetWatch(objectives: Objectives, profile: LoadProfile, target: URL): BudgetWatch {
  const due = dueOf(profile);
  const timeline: LoadSecond[] = [];
  let last: SoFar | undefined;
  return {
    see: (second) => void timeline.push(second),
    stop: (soFar) => {
      last = soFar;
      const { seconds, count } = soFar;
      if (seconds >= patience && count.errors.connection > 0 && count.errors.connection + count.lost === count.sent)
        return `nobody listens at ${target.host}: all of ${count.errors.connection} connections were refused`;
      return cannotHold({ count, timeline }, objectives, due);
    },
    spent: () => {
      if (!last) return [];
      const { count, seconds } = last;
      // Of users that wait, nobody knows how many requests they will come to: as many as until now, if they go on like this.
      const total = due ?? (count.sent / Math.max(1, seconds)) * (secondsOf(profile) ?? seconds);
      return objectives.objectives.map(({ name, objective, client }) => ({
        name,
        spent: total > 0 ? badForCertain({ count, timeline }, client) / ((1 - objective) * total) : 0,
      }));
    },
  };
}

/** How many requests are due in a whole load; null where that hangs on how fast it is answered. */
function dueOf(profile: LoadProfile): number | null {
  if ("rate" in profile) return profile.rate * (secondsOf(profile) ?? 0);
  if (!("stages" in profile)) return null;
  let before = profile.from ?? 0;
  return profile.stages.reduce((sum, { duration, rate }) => {
    const due = ((before + rate) / 2) * (milliseconds(duration) / 1000);
    before = rate;
    return sum + due;
  }, 0);
}
