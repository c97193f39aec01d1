import { judgeLoad } from "../../../load/judge/judge-load.ts";
import type { Knee } from "../../../load/breakpoint.ts";
import type { JudgedLoad } from "./load-run.ts";
import type { LoadRun } from "./load-run.ts";
import type { ChosenLoad } from "./choose-load.ts";
import type { Loading } from "./run-load.ts";
import { searchKnee } from "./search.ts";
import type { Found, JudgedTrial } from "./search.ts";

/** What a command came to: a load, or the trial at the knee of a search. */
export interface Performed {
  readonly load: JudgedLoad;
  /** Null: no rate was looked for. */
  readonly found: Found | null;
}

/** What is the same for each load of a command. */
export type Standing = Omit<Loading, "name" | "profile" | "says">;

/** Puts the load on, or one after another until the knee is found, by `on`; and judges what came of it. */
export async function performLoad(
  { name, profile }: ChosenLoad,
  standing: Standing,
  on: (loading: Loading) => Promise<LoadRun>,
): Promise<Performed> {
  const one = async (load: Loading["profile"], says: string): Promise<JudgedLoad> => {
    const run = await on({ ...standing, name, profile: load, says });
    return { run, verdict: judgeLoad(run.record, standing.objectives, run.side, run.alerts) };
  };
  if (!("breakpoint" in profile)) return { load: await one(profile, "under load"), found: null };
  const found = await searchKnee(profile, one);
  return { load: atKnee(found.knee, found.trials).load, found };
}

/** The last trial of the highest rate that held; where none did, of the lowest that did not. */
function atKnee({ held, above }: Knee, trials: readonly JudgedTrial[]): JudgedTrial {
  const rate = held ?? above?.rate;
  const trial = trials.findLast((one) => one.rate === rate) ?? trials.at(-1);
  if (!trial) throw new Error("a search without a trial");
  return trial;
}
