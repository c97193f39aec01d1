import { milliseconds } from "../rules/duration.ts";
import type { Duration } from "../rules/duration.ts";

/**
 * One condition of an alert: a burn rate at which so much of the error budget goes in the long window, while the short one
 * says that it is still going on.
 */
export interface BurnWindow {
  /** Per cent of the error budget of a whole period. */
  readonly budgetPercent: number;
  readonly short: Duration;
  readonly long: Duration;
}

export type Severity = "page" | "ticket";

/** What the SRE workbook recommends: who is paged loses 2 % in an hour or 5 % in six; a ticket tells of 10 % in one day or three. */
export const burnWindows: Readonly<Record<Severity, readonly [quick: BurnWindow, slow: BurnWindow]>> = {
  page: [
    { budgetPercent: 2, short: "5m", long: "1h" },
    { budgetPercent: 5, short: "30m", long: "6h" },
  ],
  ticket: [
    { budgetPercent: 10, short: "2h", long: "1d" },
    { budgetPercent: 10, short: "6h", long: "3d" },
  ],
};

/** How many times as fast as a whole period allows: 14.4 of 2 % in an hour of 30 days. */
export function burnRate({ budgetPercent, long }: BurnWindow, periodMs: number): number {
  // In this order, so that whole numbers are multiplied before anything is divided.
  return (budgetPercent * periodMs) / 100 / milliseconds(long);
}

/** Every window that an alert reads, the shortest first. */
export function windowsRead(): Duration[] {
  const all = Object.values(burnWindows).flatMap((pair) => pair.flatMap(({ short, long }) => [short, long]));
  return [...new Set(all)].toSorted((a, b) => milliseconds(a) - milliseconds(b));
}
