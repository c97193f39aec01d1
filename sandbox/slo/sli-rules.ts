import { milliseconds } from "../rules/duration.ts";
import { windowsRead } from "./burn-windows.ts";
import { merged } from "./generated.ts";
import type { GeneratedRule } from "./generated.ts";
import { errorMetric, idLabels, idMatchers, windowText } from "./names.ts";
import { withWindow } from "./query.ts";
import type { Sli, Slo } from "./slo.ts";

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
    ...windows.map((windowMs) => record(windowMs, withWindow(errorRatio(slo.sli), windowText(windowMs)))),
    record(slo.periodMs, meanOver(slo, shortest, slo.periodMs)),
  ];
}

/**
 * Where nothing was asked there is no share of it: `> 0` makes that no value at all. As 0/0 it would be NaN, and one NaN
 * makes the mean over the period NaN until it has left it.
 */
function errorRatio(sli: Sli): string {
  if (sli.kind === "raw") return `${enclosed(sli.errorRatio)}\n`;
  return `${enclosed(sli.error)}\n/\n(${enclosed(sli.total)} > 0)\n`;
}

function meanOver(slo: Slo, sampleMs: number, periodMs: number): string {
  const samples = `${errorMetric(sampleMs)}${idMatchers(slo)}[${windowText(periodMs)}]`;
  return `sum_over_time(${samples})\n/ ignoring (sloth_window)\ncount_over_time(${samples})\n`;
}

/** A comment at its end would take the bracket with it. */
function enclosed(query: string): string {
  const trimmed = query.trim();
  if (!/[\n#]/.test(trimmed)) return `(${trimmed})`;
  return `(\n${trimmed.replaceAll(/^(?=.)/gm, "  ")}\n)`;
}
