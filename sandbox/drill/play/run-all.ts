import { availableParallelism } from "node:os";
import { faultOf } from "../../fault/faults.ts";
import type { Drill } from "../drill.ts";
import type { Journal, JournalEvent } from "../journal.ts";
import { run } from "../run.ts";
import type { World } from "../run.ts";
import { stagesOn } from "./stages.ts";

/** What is told of several drills while they run. */
export interface Listener {
  /** An event of one drill's journal. */
  event(drill: Drill, event: JournalEvent): void;
  /** A drill is over; each once, in the order in which they end. */
  ended(drill: Drill, journal: Journal): void;
}

/** Side by side as processes, a stack each, as many as the machine carries; containers are dearer to boot. */
export function defaultJobs(runtime: "container" | "process"): number {
  return Math.max(1, availableParallelism()) * (runtime === "process" ? 6 : 2);
}

/** Runs drills, at most `jobs` at once; journals in the order of the drills. Those not begun when interrupted have none. */
export async function runAll(
  drills: readonly Drill[],
  world: Omit<World, "listen" | "stages">,
  jobs: number,
  listener: Listener,
): Promise<readonly Journal[]> {
  const journals = new Map<Drill, Journal>();
  const waiting = inOrder(drills);
  await using stages = stagesOn(world.runtime, drills.length, jobs);
  const worker = async (): Promise<void> => {
    for (let drill = waiting.shift(); drill && !world.signal?.aborted; drill = waiting.shift()) {
      const current = drill;
      const journal = await run(current, { ...world, stages, listen: (event) => listener.event(current, event) });
      journals.set(current, journal);
      listener.ended(current, journal);
      if (!journal.events.some((event) => event.what === "phase" && event.phase === "boot")) await stages.forgo();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, drills.length) }, worker));
  return drills.flatMap((drill) => journals.get(drill) ?? []);
}

/** First those that should leave their stack quiet, so that the others find it booted; each in the order given. */
function inOrder(drills: readonly Drill[]): Drill[] {
  const spoils = ({ fault, expect }: Drill): boolean =>
    (fault !== undefined && faultOf(fault).destructive) || expect.delivered !== undefined;
  return [...drills.filter((drill) => !spoils(drill)), ...drills.filter(spoils)];
}
