import { milliseconds } from "../rules/duration.ts";
import { windowsRead } from "./burn-windows.ts";
import { errorRatioOver } from "./error-ratio.ts";
import { merged } from "./generated.ts";
import type { GeneratedRule } from "./generated.ts";
import { errorMetric, idLabels, idMatchers, windowText } from "./names.ts";
import type { Slo } from "./slo.ts";

/**
 * The share of bad events over each window that an alert reads, and over the whole period. The last is the mean of the
 * shortest: a query over thirty days would cost more than it tells.
 */
export function sliRules(slo: Slo): GeneratedRule[] {
  const windows = windowsRead().map(milliseconds);
  const shortest = windows[0] ?? 0;
  const record = (windowMs: number, expr: string): GeneratedRule => ({
    record: errorMetric(windowMs),
    expr,
    labels: merged(idLabels(slo), { sloth_window: windowText(windowMs) }, slo.labels),
  });
  return [
    ...windows.map((windowMs) => record(windowMs, errorRatioOver(slo.sli, windowText(windowMs)))),
    record(slo.periodMs, meanOver(slo, shortest, slo.periodMs)),
  ];
}

function meanOver(slo: Slo, sampleMs: number, periodMs: number): string {
  const samples = `${errorMetric(sampleMs)}${idMatchers(slo)}[${windowText(periodMs)}]`;
  return `sum_over_time(${samples})\n/ ignoring (sloth_window)\ncount_over_time(${samples})\n`;
}
