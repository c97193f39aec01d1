import { join } from "node:path";
import { readObjectives } from "../../../load/objectives.ts";
import type { Objectives } from "../../../load/objectives.ts";
import type { LoadProfile } from "../../../load/profile.ts";
import { inputError } from "../../errors.ts";
import type { Problem } from "../../errors.ts";
import { refuseMissing, shown, textOf } from "./fixture-files.ts";
import type { Fixtures } from "./fixtures.ts";
import { readLoads } from "./loads.ts";

const nothing = "objectives: []";

/** What a load directory expects of any load; undefined where that is wrong. Without the file nothing is expected. */
export async function readExpected(directory: string, problems: Problem[]): Promise<Objectives | undefined> {
  const file = join(directory, "objectives.yml");
  const text = await textOf(file, problems, nothing);
  const { value, problems: wrong } = readObjectives(shown(file), text ?? nothing);
  problems.push(...wrong);
  return value;
}

export function legibleLoads(loads: ReadonlyMap<string, LoadProfile | undefined>): ReadonlyMap<string, LoadProfile> {
  return new Map([...loads].flatMap(([name, profile]) => (profile ? [[name, profile] as const] : [])));
}

/**
 * Of a fixtures directory what a load on a service of one's own needs: nothing else has to be there, or be right.
 * Rejects (`input`) with all that is wrong.
 */
export async function readLoadFixtures(directory: string): Promise<Pick<Fixtures, "loads" | "objectives">> {
  await refuseMissing(directory);
  const problems: Problem[] = [];
  const folder = join(directory, "load");
  const loads = await readLoads(folder, problems);
  const objectives = await readExpected(folder, problems);
  if (problems.length > 0 || !objectives) throw inputError(problems);
  return { loads: legibleLoads(loads), objectives };
}
