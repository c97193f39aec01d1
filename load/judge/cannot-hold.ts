import type { ClientSide, Objectives } from "../objectives.ts";
import type { LoadRecord, LoadSecond } from "../record.ts";
import { answersBelow, unanswered } from "./client-side.ts";
import { shareInterval } from "./interval.ts";
import { percent } from "./percent.ts";

/** What is known of a load while it is on. */
export type SoFar = Pick<LoadRecord, "count" | "timeline">;

/**
 * Why an objective is lost, in words, where it would be `deviated` even if every request from now on were a good one; else null.
 * `totalDue`: of the whole load; null where that is not known before its end (a closed model), and nothing is ever lost for certain.
 */
export function cannotHold(soFar: SoFar, { objectives }: Objectives, totalDue: number | null): string | null {
  if (totalDue === null || totalDue <= 0) return null;
  const { sent, unsent } = soFar.count;
  for (const { name, objective, client } of objectives) {
    const bad = badForCertain(soFar, client);
    if (shareInterval(Math.max(0, totalDue - bad), totalDue).high >= objective) continue;
    return (
      // As it was then: what was under way is counted by the end.
      `${name} can't be ${percent(objective)} any more: of the first ${sent + unsent.busy} requests at least ${bad} were bad, ` +
      `and of all ${Math.round(totalDue)} only ${Number(((1 - objective) * totalDue).toFixed(1))} may be`
    );
  }
  return null;
}

/** At least so many; requests under way may all get well yet. */
export function badForCertain({ count, timeline }: SoFar, client: ClientSide): number {
  const silent = unanswered(count) + count.unsent.busy;
  if ("answered" in client) return silent;
  if ("latency-ms" in client) return silent + sum(timeline.map((second) => slowAtLeast(second, client["latency-ms"])));
  if ("as-expected" in client) return silent + count.errors.status + count.errors.body;
  const { answers = {} } = count;
  return silent + sum(Object.values(answers)) - answersBelow(answers, client["status-below"]);
}

/** By its quantiles, of all that were answered, whatever came in the answer; those without one are counted elsewhere. */
function slowAtLeast({ latencyMs, answered = 0 }: LoadSecond, ms: number): number {
  if (latencyMs === null || latencyMs.max <= ms) return 0;
  const steps = [
    [latencyMs.p50, 0.5],
    [latencyMs.p95, 0.05],
    [latencyMs.p99, 0.01],
  ] as const;
  const share = steps.find(([quantile]) => quantile > ms)?.[1] ?? 0;
  return Math.floor(share * answered);
}

function sum(all: readonly number[]): number {
  return all.reduce((total, one) => total + one, 0);
}
