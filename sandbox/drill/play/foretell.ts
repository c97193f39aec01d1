import { availableParallelism } from "node:os";
import { FiredrillError } from "../../errors.ts";
import type { Phase } from "../../prove/ideal.ts";
import { predictAll } from "../../prove/predict.ts";
import type { IdealDrill, Prediction } from "../../prove/predict.ts";
import { milliseconds } from "../../rules/duration.ts";
import { promtool } from "../../services/promtool.ts";
import type { Runtime } from "../../stack/service.ts";
import type { Drill } from "../drill.ts";
import type { Plan } from "../plan/plan.ts";
import type { Versions } from "./staging.ts";

/** What virtual time says of each drill that something can be said of. */
export type Foretold = ReadonlyMap<Drill, Prediction | FiredrillError>;

/** The ideal signals of some drills through their original rules: what no run could beat. One run of promtool for each core. */
export async function foretell(
  planned: readonly (readonly [Drill, Plan])[],
  {
    runtime,
    versions,
    signal,
  }: { readonly runtime: Runtime; readonly versions?: Versions; readonly signal?: AbortSignal },
): Promise<Foretold> {
  const tool = promtool(versions?.prometheus);
  const ideals = planned.flatMap(([drill, { ideal }]): [Drill, IdealDrill][] => {
    if ("why" in ideal) return [];
    const phases = phasesOf(drill);
    return [[drill, { ...ideal, ...(phases ? { phases } : {}) }]];
  });
  const size = Math.max(1, Math.ceil(ideals.length / availableParallelism()));
  const shares = Array.from({ length: Math.ceil(ideals.length / size) }, (_, i) =>
    ideals.slice(i * size, (i + 1) * size),
  );
  const predicted = await Promise.all(
    shares.map((share) =>
      predictAll(
        share.map(([, ideal]) => ideal),
        (args, files) => runtime.run(tool, args, files, signal),
      ).catch((error: unknown) => {
        if (!(error instanceof FiredrillError)) throw error;
        return share.map(() => error);
      }),
    ),
  );
  return new Map(predicted.flat().flatMap((one, i) => (ideals[i] ? [[ideals[i][0], one] as const] : [])));
}

function phasesOf({ fault }: Drill): Phase[] | undefined {
  if (fault?.lasts !== undefined) return [{ ms: milliseconds(fault.lasts), fault: true }];
  if (!fault?.repeat) return undefined;
  const { on, off, times } = fault.repeat;
  return Array.from({ length: times }, (_, turn): Phase[] => [
    { ms: milliseconds(on), fault: true },
    ...(turn + 1 < times ? [{ ms: milliseconds(off), fault: false }] : []),
  ]).flat();
}
