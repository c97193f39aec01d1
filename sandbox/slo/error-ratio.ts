import { withWindow } from "./query.ts";
import type { Sli } from "./slo.ts";

/**
 * The share of bad events over a window (`1h`), as PromQL. Where nothing was asked there is no share of it: `> 0` makes that
 * no value at all. As 0/0 it would be NaN, and one NaN makes the mean over the period NaN until it has left it.
 */
export function errorRatioOver(sli: Sli, window: string): string {
  return withWindow(errorRatio(sli), window);
}

function errorRatio(sli: Sli): string {
  if (sli.kind === "raw") return `${enclosed(sli.errorRatio)}\n`;
  return `${enclosed(sli.error)}\n/\n(${enclosed(sli.total)} > 0)\n`;
}

/** A comment at its end would take the bracket with it. */
function enclosed(query: string): string {
  const trimmed = query.trim();
  if (!/[\n#]/.test(trimmed)) return `(${trimmed})`;
  return `(\n${trimmed.replaceAll(/^(?=.)/gm, "  ")}\n)`;
}
