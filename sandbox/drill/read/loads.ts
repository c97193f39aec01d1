import { borrowedMix, readLoadProfile } from "../../../load/profile.ts";
import type { ClosedProfile, EvenProfile, LoadProfile } from "../../../load/profile.ts";
import type { Request } from "../../../load/request.ts";
import type { Problem } from "../../errors.ts";
import { nameOf, shown, textOf, yamlFiles } from "./fixture-files.ts";

/** Beside the profiles stands what is expected of them. */
const noProfile = new Set(["objectives"]);

/** The profiles of a load directory by name (the file's, without its ending); undefined where one is wrong. */
export async function readLoads(
  directory: string,
  problems: Problem[],
): Promise<ReadonlyMap<string, LoadProfile | undefined>> {
  const files = [];
  for (const path of await yamlFiles(directory, problems)) {
    if (noProfile.has(nameOf(path))) continue;
    files.push({ name: nameOf(path), file: shown(path), text: await textOf(path, problems) });
  }
  const loads = new Map<string, LoadProfile | undefined>();
  const mixes = new Map<string, readonly Request[] | undefined>();
  // Those that have requests of their own come first, since the others take theirs from them.
  const borrowers = new Map(
    files.flatMap(({ name, file, text }) => {
      const from = text === undefined ? undefined : borrowedMix(file, text);
      return from === undefined ? [] : [[name, from] as const];
    }),
  );
  const own = files.filter(({ name }) => !borrowers.has(name));
  for (const { name, file, text } of [...own, ...files.filter((one) => !own.includes(one))]) {
    const read = text === undefined ? undefined : readLoadProfile(file, text, mixes, borrowers);
    problems.push(...(read?.problems ?? []));
    loads.set(name, read?.value);
    if (own.some((one) => one.name === name)) mixes.set(name, read?.value?.requests);
  }
  return new Map(files.map(({ name }) => [name, loads.get(name)]));
}

/** As many as one thread sends evenly beside a stack. */
const mostInDrills = 5000;

/** Of some profiles, why those that no drill can use are no load for one. */
export function unfitForDrills(loads: ReadonlyMap<string, LoadProfile | undefined>): ReadonlyMap<string, string> {
  return new Map(
    [...loads].flatMap(([name, profile]) => {
      const reason = profile && whyUnfit(profile);
      return reason === undefined ? [] : [[name, reason] as const];
    }),
  );
}

/** Of some profiles, why those that can't come on top of a drill's load are no surge. */
export function unfitForSurges(loads: ReadonlyMap<string, LoadProfile | undefined>): ReadonlyMap<string, string> {
  return new Map(
    [...loads].flatMap(([name, profile]) => {
      const shape = profile && ["stages", "breakpoint"].find((key) => key in profile);
      return shape === undefined ? [] : [[name, `it has \`${shape}\`, and a surge has a \`rate\` or \`connections\``]];
    }),
  );
}

function whyUnfit(profile: LoadProfile): string | undefined {
  if (!("rate" in profile)) {
    const shape = ["connections", "stages", "breakpoint"].find((key) => key in profile);
    return `it has \`${shape}\`, and a drill needs an even one, with a \`rate\``;
  }
  if (profile.rate > mostInDrills) return `its rate is ${profile.rate}, and a drill's is at most ${mostInDrills}`;
  return undefined;
}

/** The profile of that name, where a drill can use it. */
export function evenLoad(loads: ReadonlyMap<string, LoadProfile>, name: string): EvenProfile | undefined {
  const profile = loads.get(name);
  return profile && "rate" in profile ? profile : undefined;
}

/** The profile of that name, where it can come on top of a drill's load. */
export function surgeLoad(
  loads: ReadonlyMap<string, LoadProfile>,
  name: string,
): EvenProfile | ClosedProfile | undefined {
  const profile = loads.get(name);
  return profile && ("rate" in profile || "connections" in profile) ? profile : undefined;
}
