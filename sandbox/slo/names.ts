import { formatDuration } from "../rules/duration.ts";
import type { Slo } from "./slo.ts";

const weekMs = 604_800_000;

/** A window as Sloth writes it in names and labels: four weeks are `4w`, and thirty days `30d`. */
export function windowText(ms: number): string {
  return ms % weekMs === 0 ? `${ms / weekMs}w` : formatDuration(ms);
}

/** The metric that holds the share of bad events over a window. */
export function errorMetric(windowMs: number): string {
  return `slo:sli_error:ratio_rate${windowText(windowMs)}`;
}

/** What tells one objective's series from another's. */
export function idLabels({ id, service, name }: Slo): Readonly<Record<string, string>> {
  return { sloth_id: id, sloth_service: service, sloth_slo: name };
}

/** Selects one objective's series of any metric. */
export function idMatchers(slo: Slo): string {
  const each = Object.entries(idLabels(slo)).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `{${each.join(", ")}}`;
}
