import type { Drill } from "../drill.ts";

/** What a team wants to have seen of each alert, in the order of the table. */
export const aspects = ["fires", "delivered to", "resolves", "near miss", "quiet"] as const;
export type Aspect = (typeof aspects)[number];

/** A drill, the alerts that are under test, and all whose rules it loads; each as `alertIds` calls it. */
export interface Watching {
  readonly drill: Drill;
  readonly tested: readonly string[];
  readonly watched: readonly string[];
}

/** Which drills show what of one alert; empty: none does. */
export interface Coverage {
  readonly alert: string;
  readonly by: Readonly<Record<Aspect, readonly string[]>>;
  /** Who is expected to be told, of all its drills. */
  readonly receivers: readonly string[];
}

/**
 * What drills show of each alert, from what they expect; nothing is run. Pure.
 * - fires: it is under test and expected to fire, with a bound
 * - delivered to: the receivers who have to be told are named
 * - resolves: inactive again, and said so to those who were told
 * - near miss: a fault is on, and this alert must not fire, or not even be pending
 * - quiet: with neither alert nor fault, a drill watches it and expects it to be silent
 */
export function coverageOf(alerts: readonly string[], drills: readonly Watching[]): Coverage[] {
  return [...new Set(alerts)].map((alert) => {
    const showing = (aspect: Aspect): string[] =>
      drills.flatMap((one) => (shows[aspect](one, alert) ? [one.drill.name] : []));
    const by = Object.fromEntries(aspects.map((aspect) => [aspect, showing(aspect)])) as Record<Aspect, string[]>;
    const told = drills.flatMap(({ drill, tested }) =>
      tested.includes(alert) ? (drill.expect.delivered?.to ?? []) : [],
    );
    return { alert, by, receivers: [...new Set(told)] };
  });
}

const never = (bound: unknown): boolean => bound === "never";

const shows: Readonly<Record<Aspect, (one: Watching, alert: string) => boolean>> = {
  fires: ({ drill: { expect }, tested }, alert) =>
    tested.includes(alert) && expect.firing !== undefined && !never(expect.firing),
  "delivered to": ({ drill: { expect }, tested }, alert) => tested.includes(alert) && expect.delivered !== undefined,
  resolves: ({ drill: { expect }, tested }, alert) =>
    tested.includes(alert) && expect.resolved !== undefined && expect["resolved-notice"] !== undefined,
  "near miss": ({ drill: { fault, expect }, tested }, alert) =>
    tested.includes(alert) && fault !== undefined && (never(expect.firing) || never(expect.pending)),
  quiet: ({ drill: { fault, expect }, tested, watched }, alert) =>
    tested.length === 0 &&
    fault === undefined &&
    watched.includes(alert) &&
    (expect.others === "none" || !expect.others.firing.includes(alert)),
};
