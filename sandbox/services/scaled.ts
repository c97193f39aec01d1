import { formatDuration, parseDuration } from "../rules/duration.ts";
import { textOf } from "./yaml-value.ts";

/** Milliseconds of a duration in a configuration; the fallback (also in milliseconds) where none is set. */
export function durationMs(value: unknown, fallback: number): number {
  return parseDuration(textOf(value) ?? "") ?? fallback;
}

/** Divided by the factor, in the syntax of Prometheus and Alertmanager; never nothing where there was something. */
export function scaled(ms: number, factor: number): string {
  return formatDuration(ms === 0 ? 0 : Math.max(1, ms / factor));
}
