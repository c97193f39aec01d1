import { faultOf } from "../../fault/faults.ts";
import type { Drill } from "../drill.ts";
import type { Journal, JournalEvent } from "../journal.ts";
import { planAll } from "../plan/plan-all.ts";
import type { Plan } from "../plan/plan.ts";
import { run } from "../run.ts";
import type { World } from "../run.ts";
import { foretell } from "./foretell.ts";
import { stagesOn } from "./stages.ts";

/** What is told of several drills while they run. */
export interface Listener {
  /** An event of one drill's journal. */
  event(drill: Drill, event: JournalEvent): void;
  /** A drill is over; each once, in the order in which they end. */
  ended(drill: Drill, journal: Journal): void;
}

/** Runs drills, at most `jobs` at once; journals in the order of the drills. Those not begun when interrupted have none. */
export async function runAll(
  drills: readonly Drill[],
  world: Omit<World, "listen" | "stages" | "foretold">,
  jobs: number,
  listener: Listener,
): Promise<readonly Journal[]> {
  const journals = new Map<Drill, Journal>();
  const waiting = inOrder(drills);
  const plans = planAll(drills, world.fixtures, world.factor, world.runtime.kind);
  const foretold = await foretell(zipped(drills, plans), world);
  await using stages = stagesOn(world.runtime, drills.length, jobs);
  const worker = async (): Promise<void> => {
    for (let drill = waiting.shift(); drill && !world.signal?.aborted; drill = waiting.shift()) {
      const current = drill;
      const journal = await run(current, {
        ...world,
        stages,
        foretold,
        listen: (event) => listener.event(current, event),
      });
      journals.set(current, journal);
      listener.ended(current, journal);
      if (!journal.events.some((event) => event.what === "phase" && event.phase === "boot")) await stages.forgo();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, drills.length) }, worker));
  return drills.flatMap((drill) => journals.get(drill) ?? []);
}

function zipped(drills: readonly Drill[], plans: readonly Plan[]): (readonly [Drill, Plan])[] {
  return drills.flatMap((drill, i) => (plans[i] ? [[drill, plans[i]] as const] : []));
}

/**
 * First those that should leave their stack quiet, so that the others find it booted; then those of whose alert somebody is
 * told, and last those after which no stack is used again. Each in the order given.
 */
function inOrder(drills: readonly Drill[]): Drill[] {
  const spoils = ({ fault, expect }: Drill): number => {
    if (fault !== undefined && faultOf(fault).destructive) return 2;
    return expect.delivered !== undefined || othersTold(expect) ? 1 : 0;
  };
  return drills.toSorted((one, other) => spoils(one) - spoils(other));
}

function othersTold({ others }: Drill["expect"]): boolean {
  return others !== "none" && others.notified !== "none" && others.notified.length > 0;
}
