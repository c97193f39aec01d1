import { neverFires } from "../drill.ts";
import type { DrillFault } from "../drill.ts";
import type { Watching } from "./coverage.ts";
import type { Seen } from "./seen.ts";

/** One fault as one drill has it, and what it makes fire. */
export interface MatrixRow {
  readonly drill: string;
  readonly fault: string;
  /** What the drill says: the alert under test, unless that is never to fire, and the others that may. */
  readonly expected: readonly string[];
  /** Alerts that the drill does not load: nothing can be said of them. */
  readonly notWatched: readonly string[];
  readonly seen: Seen;
  /** Alerts that were expected and did not fire, or the other way round; empty where nothing was seen. */
  readonly differing: readonly string[];
}

/** The fault × alert matrix: a row for every drill with a fault, of any suite. The drills are its one source. Pure. */
export function matrixOf(
  alerts: readonly string[],
  drills: readonly Watching[],
  seen: ReadonlyMap<string, Seen>,
): MatrixRow[] {
  return drills.flatMap(({ drill, tested, watched }): MatrixRow[] => {
    if (!drill.fault) return [];
    const { expect } = drill;
    const own = typeof expect.firing === "object" || expect.delivered !== undefined ? tested : [];
    // Of an alert that is only expected to be pending the drill says nothing either way.
    const open = own.length === 0 && !neverFires(expect) ? tested : [];
    const expected = [...new Set([...own, ...(expect.others === "none" ? [] : expect.others.firing)])];
    const found = seen.get(drill.name) ?? { state: "never run" };
    const fired = found.state === "seen" ? found.fired : expected;
    return [
      {
        drill: drill.name,
        fault: faultText(drill.fault),
        expected,
        notWatched: alerts.filter((name) => !watched.includes(name)),
        seen: found,
        differing: alerts.filter(
          (name) => expected.includes(name) !== fired.includes(name) && !open.includes(name) && watched.includes(name),
        ),
      },
    ];
  });
}

/** As it is typed in the sandbox, and how long it is on: `http-error ratio=0.2 for 90s`. */
function faultText({ kind, lasts, repeat, ...parameters }: DrillFault): string {
  const given = Object.entries(parameters).map(
    ([key, value]) => `${key}=${typeof value === "object" ? JSON.stringify(value) : String(value)}`,
  );
  const time =
    lasts !== undefined
      ? [`for ${lasts}`]
      : repeat !== undefined
        ? [`${repeat.times} times ${repeat.on} on, ${repeat.off} off`]
        : [];
  return [kind, ...given, ...time].join(" ");
}
