import { milliseconds } from "../../rules/duration.ts";
import { selectors } from "../../rules/promql.ts";
import { signalKinds, signalOf } from "../../rules/signals.ts";
import type { Signal } from "../../rules/signals.ts";
import type { Drill } from "../drill.ts";
import type { Fixtures } from "../read/fixtures.ts";
import { watchedRules } from "./watched-rules.ts";

/** Drills for a pace at which a signal that is not what it is declared to be shows. */
export interface OneOfEach {
  readonly drills: readonly Drill[];
  /** Signals that no drill's alert reads. */
  readonly without: readonly Signal[];
}

/** Of each signal, the quickest of the drills whose alert reads a metric of it and has to fire. In the order given. */
export function oneOfEachSignal(drills: readonly Drill[], fixtures: Pick<Fixtures, "rules" | "signals">): OneOfEach {
  const firing = drills.flatMap((drill) => {
    const { firing: bound } = drill.expect;
    if (drill.alert === undefined || bound === undefined || bound === "never") return [];
    const { tested, windowMs } = watchedRules(fixtures.rules, drill);
    const read = tested.flatMap(({ expr }) => selectors(expr));
    // What another rule records is of no signal of its own.
    const scraped = read.filter(({ metric }) => tested.every(({ kind, name }) => kind === "alert" || name !== metric));
    const signals = scraped.flatMap(({ metric, usedBy }) =>
      metric === undefined ? [] : signalOf(metric, fixtures.signals, usedBy).signal,
    );
    return [{ drill, signals: new Set(signals), takesMs: windowMs + milliseconds(bound.within) + turnsMs(drill) }];
  });
  const quickest = [...firing].toSorted((a, b) => a.takesMs - b.takesMs);
  const chosen = signalKinds.map((signal) => [signal, quickest.find(({ signals }) => signals.has(signal))] as const);
  const kept = new Set(chosen.flatMap(([, one]) => one?.drill ?? []));
  return {
    drills: drills.filter((drill) => kept.has(drill)),
    without: chosen.flatMap(([signal, one]) => (one ? [] : signal)),
  };
}

/** On and off goes on after the alert fired. */
function turnsMs({ fault }: Drill): number {
  const { on, off, times } = fault?.repeat ?? { on: "0s", off: "0s", times: 0 };
  return times * (milliseconds(on) + milliseconds(off));
}
