import { alertIds } from "../../rules/alert-ids.ts";
import type { Rule } from "../../rules/rule-file.ts";
import { isUnderTest } from "../drill.ts";
import type { Drill } from "../drill.ts";
import type { Watching } from "./coverage.ts";
import type { Seen } from "./seen.ts";

/** What drills and journals say of alerts by name, said by what tells apart those that share one. */
export interface Called {
  /** Every alert, once. */
  readonly all: readonly string[];
  watching(drill: Drill, watched: readonly string[]): Watching;
  /** What fired in the drills' last runs, of the alerts that they watch. */
  seen(drills: readonly Watching[], byName: ReadonlyMap<string, Seen>): ReadonlyMap<string, Seen>;
}

/** Pure. `rules`: those of all alerts. */
export function namesOf(rules: readonly Rule[]): Called {
  const ids = alertIds(rules);
  const called = (wanted: (rule: Rule) => boolean): string[] => [
    ...new Set(rules.filter(wanted).flatMap((rule) => ids.get(rule) ?? [])),
  ];
  const byNames = (names: readonly string[]): string[] => called(({ name }) => names.includes(name));
  return {
    all: called(() => true),
    watching: (drill, watched) => {
      const { others } = drill.expect;
      const expect =
        others === "none" ? drill.expect : { ...drill.expect, others: { ...others, firing: byNames(others.firing) } };
      return { drill: { ...drill, expect }, tested: called((rule) => isUnderTest(drill, rule)), watched };
    },
    seen: (drills, byName) =>
      new Map(
        [...byName].map(([name, one]): [string, Seen] => {
          if (one.state !== "seen") return [name, one];
          const watched = drills.find(({ drill }) => drill.name === name)?.watched ?? [];
          return [name, { ...one, fired: byNames(one.fired).filter((alert) => watched.includes(alert)) }];
        }),
      ),
  };
}
