import { faultOf } from "../../fault/faults.ts";
import { confirmJournals } from "../confirm/confirm-journals.ts";
import type { Drill } from "../drill.ts";
import type { Journal, JournalEvent } from "../journal.ts";
import { roughSeconds } from "../plan/estimate.ts";
import { planAll } from "../plan/plan-all.ts";
import type { Plan } from "../plan/plan.ts";
import { run } from "../run.ts";
import type { World } from "../run.ts";
import { foretell } from "./foretell.ts";
import type { Foretold } from "./foretell.ts";
import { pressureKey } from "./play.ts";
import { stagesOn } from "./stages.ts";
import type { Stages } from "./stages.ts";
import { historyMsOf } from "./steady.ts";

/** What is told of several drills while they run. */
export interface Listener {
  /** An event of one drill's journal. */
  event(drill: Drill, event: JournalEvent): void;
  /** A drill is over; each once, in the order in which they end. */
  ended(drill: Drill, journal: Journal): void;
}

/** Runs drills, at most `jobs` at once, and has promtool confirm them; journals in the order of the drills. Those not begun when interrupted have none. */
export async function runAll(
  drills: readonly Drill[],
  world: Omit<World, "listen" | "stages" | "foretold" | "plans">,
  jobs: number,
  listener: Listener,
): Promise<readonly Journal[]> {
  const journals = new Map<Drill, Journal>();
  const plans = planAll(drills, world.fixtures, world.factor, world.runtime.kind);
  const planned = drills.flatMap((drill, i) => (plans[i] ? [[drill, plans[i]] as const] : []));
  const planOf = new Map(planned);
  const foretold = await foretell(planned, world);
  const waiting = ranked(planned, foretold);
  await using stages = stagesOn(world.runtime, drills.length, jobs);
  const worker = async (): Promise<void> => {
    for (;;) {
      const current = takeNext(waiting, stages, jobs)?.drill;
      if (!current || world.signal?.aborted) return;
      const journal = await run(current, {
        ...world,
        stages,
        plans: planOf,
        foretold,
        listen: (event) => listener.event(current, event),
      });
      journals.set(current, journal);
      listener.ended(current, journal);
      if (!journal.events.some((event) => event.what === "phase" && event.phase === "boot")) await stages.forgo();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, drills.length) }, worker));
  // All at once, and when nothing is drilled that it could slow down.
  const ran = planned.flatMap(([drill, plan]): [Journal, Plan][] => {
    const journal = journals.get(drill);
    return journal ? [[journal, plan]] : [];
  });
  return confirmJournals(ran, world);
}

interface Waiting {
  readonly drill: Drill;
  readonly spoils: boolean;
  /** How long it looks on, about. */
  readonly seconds: number;
  /** What it takes to have healthy history under a load that was not on before. */
  readonly historySeconds: number;
  readonly pressure: string;
}

function ranked(planned: readonly (readonly [Drill, Plan])[], foretold: Foretold): Waiting[] {
  const rank = ([drill, plan]: readonly [Drill, Plan]): Waiting => ({
    drill,
    spoils: drill.fault !== undefined && faultOf(drill.fault).destructive,
    seconds: roughSeconds(drill, plan, foretold.get(drill)),
    historySeconds: historyMsOf(plan) / 1000,
    pressure: pressureKey(drill, plan),
  });
  return planned.map(rank);
}

/**
 * Takes the longest, so that none is begun when all others end, and rather one whose load is on already: begun later, it would
 * have to wait for healthy history. What spoils its stack waits until there is a stack for each that is left.
 */
function takeNext(waiting: Waiting[], stages: Stages, jobs: number): Waiting | undefined {
  const worth = (one: Waiting): number => one.seconds + (stages.keeps(one.pressure) ? one.historySeconds : 0);
  const keeping = waiting.length > jobs ? waiting.filter(({ spoils }) => !spoils) : waiting;
  const best = (keeping.length > 0 ? keeping : waiting).reduce<Waiting | undefined>(
    (found, one) => (found && worth(found) >= worth(one) ? found : one),
    undefined,
  );
  if (best) waiting.splice(waiting.indexOf(best), 1);
  return best;
}
