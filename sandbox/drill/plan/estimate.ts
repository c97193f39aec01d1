import type { FiredrillError } from "../../errors.ts";
import type { Prediction } from "../../prove/predict.ts";
import { milliseconds } from "../../rules/duration.ts";
import { neverFires } from "../drill.ts";
import type { Drill } from "../drill.ts";
import type { Timing } from "../journal.ts";
import type { Plan } from "./plan.ts";

/**
 * Real seconds that time itself takes, at a factor: history for the windows, the fault until the notification, and until
 * it was said to be over. What boots and stops comes on top.
 */
export function theorySeconds(timing: Timing, predicted: Prediction, factor: number): number {
  return (timing.windowMs / 1000 + (predicted.delivered ?? 0) + (predicted.notice ?? 0)) / factor;
}

/** About how many real seconds a drill looks on, whatever it expects: good enough to begin with those that take longest. */
export function roughSeconds(drill: Drill, plan: Plan, predicted: Prediction | FiredrillError | undefined): number {
  const { expect, fault, watch } = drill;
  const { windowMs, scrapeMs, evaluationMs, groupIntervalMs } = plan.timing;
  const known = predicted && "delivered" in predicted ? predicted : undefined;
  const seenMs = 4 * (scrapeMs + evaluationMs);
  const faultMs = ((): number => {
    if (fault?.lasts !== undefined) return milliseconds(fault.lasts);
    if (fault?.repeat) return fault.repeat.times * (milliseconds(fault.repeat.on) + milliseconds(fault.repeat.off));
    if (expect.pending === "never") return windowMs + seenMs;
    if (neverFires(expect)) return 2 * windowMs + plan.holdMs + seenMs;
    return fault ? (known?.delivered ?? 0) * 1000 : 0;
  })();
  const afterMs = ((): number => {
    if (expect["resolved-notice"]) return known?.notice ? known.notice * 1000 : groupIntervalMs;
    if (expect.resolved) return known?.resolved ? known.resolved * 1000 : windowMs;
    return neverFires(expect) && expect.pending !== "never" ? windowMs / 2 : 0;
  })();
  return (windowMs + Math.max(faultMs + afterMs, watch === undefined ? 0 : milliseconds(watch))) / 1000 / plan.factor;
}
