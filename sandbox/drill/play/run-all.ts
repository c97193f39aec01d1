import { faultOf } from "../../fault/faults.ts";
import type { Drill } from "../drill.ts";
import type { Journal, JournalEvent } from "../journal.ts";
import { roughSeconds } from "../plan/estimate.ts";
import { planAll } from "../plan/plan-all.ts";
import type { Plan } from "../plan/plan.ts";
import { run } from "../run.ts";
import type { World } from "../run.ts";
import { foretell } from "./foretell.ts";
import type { Foretold } from "./foretell.ts";
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
  world: Omit<World, "listen" | "stages" | "foretold" | "plans">,
  jobs: number,
  listener: Listener,
): Promise<readonly Journal[]> {
  const journals = new Map<Drill, Journal>();
  const plans = planAll(drills, world.fixtures, world.factor, world.runtime.kind);
  const planned = drills.flatMap((drill, i) => (plans[i] ? [[drill, plans[i]] as const] : []));
  const foretold = await foretell(planned, world);
  const waiting = inOrder(planned, foretold);
  await using stages = stagesOn(world.runtime, drills.length, jobs);
  const worker = async (): Promise<void> => {
    for (let drill = waiting.shift(); drill && !world.signal?.aborted; drill = waiting.shift()) {
      const current = drill;
      const journal = await run(current, {
        ...world,
        stages,
        plans: new Map(planned),
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

/**
 * The longest first, so that none is begun when all others end; but what spoils its stack comes last, when no other drill is
 * left for it.
 */
function inOrder(planned: readonly (readonly [Drill, Plan])[], foretold: Foretold): Drill[] {
  const rank = ([drill, plan]: readonly [Drill, Plan]) => ({
    drill,
    spoils: drill.fault !== undefined && faultOf(drill.fault).destructive,
    seconds: roughSeconds(drill, plan, foretold.get(drill)),
  });
  return planned
    .map(rank)
    .toSorted((a, b) => Number(a.spoils) - Number(b.spoils) || b.seconds - a.seconds)
    .map(({ drill }) => drill);
}
