import type { Prediction } from "../../prove/predict.ts";
import type { Timing } from "../journal.ts";

/**
 * Real seconds that time itself takes, at a factor: history for the windows, the fault until the notification, and until
 * it was said to be over. What boots and stops comes on top.
 */
export function theorySeconds(timing: Timing, predicted: Prediction, factor: number): number {
  return (timing.windowMs / 1000 + (predicted.delivered ?? 0) + (predicted.notice ?? 0)) / factor;
}
