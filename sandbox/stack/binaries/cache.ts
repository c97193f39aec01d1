import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createRunDirectory, sweepDeadRuns } from "../process/run-directory.ts";
import { isExecutable } from "../process/child.ts";
import type { Kit } from "./catalogue.ts";
import type { FoundKit, Looked, Wanted } from "./program.ts";
import { compareVersions, whyNot } from "./version.ts";

/** What was fetched before: a folder per project, version and source, complete or not there at all. */
export interface Cache {
  readonly directory: string;
  /** The pinned version, or else the newest that will do. */
  look(kit: Kit, wanted: Wanted): Promise<Looked>;
  /**
   * Hands out a folder to fetch into. What is put on the shelf is there at once as a whole; the folder itself is
   * removed afterwards, or by the next command should this one die. Any number of commands may do so at once.
   */
  fetch<T>(work: (workshop: Workshop) => Promise<T>): Promise<T>;
}

export interface Workshop {
  readonly directory: string;
  /** Moves a folder of this one to the shelf; where another command was faster, its is taken. */
  shelve(kit: Kit, folder: string, label: Label): Promise<FoundKit>;
}

/** Kept beside the programs. */
export interface Label {
  readonly version: string;
  /** "release 3.16.0", "Debian forky's package": for people. */
  readonly source: string;
  /** By the catalogue's names, relative to the label. */
  readonly paths: Readonly<Record<string, string>>;
  /** What would be /usr/share if it were installed; relative too. */
  readonly share?: string;
  /** Where the libraries are that it came with; relative too. */
  readonly libraries?: string;
}

/** `FIREDRILL_CACHE`, else the user's own cache directory. */
export function cacheDirectory(env: NodeJS.ProcessEnv): string {
  if (env["FIREDRILL_CACHE"]) return path.resolve(env["FIREDRILL_CACHE"]);
  const home = env["HOME"] ?? os.homedir();
  return path.join(env["XDG_CACHE_HOME"] || path.join(home, ".cache"), "firedrill");
}

export function cacheOf(env: NodeJS.ProcessEnv): Cache {
  const directory = cacheDirectory(env);
  const shelf = path.join(directory, "programs");
  return {
    directory,
    async look(kit, wanted) {
      const folder = path.join(shelf, kit.project);
      const names = await readdir(folder).catch(() => []);
      const labels = await Promise.all(names.map((name) => labelled(path.join(folder, name))));
      const kits = labels.filter((found) => found !== undefined).toSorted(best(wanted));
      const fitting = kits.find((found) => whyNot(found.version, wanted) === undefined);
      const reasons = kits
        .filter((found) => found !== fitting)
        .flatMap(
          (found) => whyNot(found.version, wanted)?.replace(/^/, `cache: ${kit.project} ${found.version} `) ?? [],
        );
      if (fitting) return { kit: fitting, reasons };
      return { reasons: kits.length === 0 ? [`cache: nothing of it in ${directory}`] : reasons };
    },
    async fetch(work) {
      const workshops = path.join(directory, "fetching");
      await sweepDeadRuns(workshops);
      const own = createRunDirectory(workshops);
      try {
        return await work({ directory: own, shelve: (kit, folder, label) => shelve(shelf, kit, folder, label) });
      } finally {
        await rm(own, { recursive: true, force: true });
      }
    },
  };
}

async function shelve(shelf: string, kit: Kit, folder: string, label: Label): Promise<FoundKit> {
  await writeFile(path.join(folder, "label.json"), JSON.stringify(label, undefined, 2));
  const place = path.join(shelf, kit.project, `${label.version} ${label.source}`.replace(/[^\w.-]+/g, "-"));
  await mkdir(path.dirname(place), { recursive: true });
  await rename(folder, place).catch(async (error: unknown) => {
    if ((await labelled(place)) !== undefined) return;
    // Something is there and is not whole: files were removed by hand.
    await rm(place, { recursive: true, force: true });
    await rename(folder, place).catch(() => {
      throw error;
    });
  });
  const found = await labelled(place);
  if (!found) throw new Error(`${place} was removed while it was being filled`);
  return found;
}

async function labelled(folder: string): Promise<FoundKit | undefined> {
  try {
    const label = JSON.parse(await readFile(path.join(folder, "label.json"), "utf8")) as Label;
    const paths = Object.entries(label.paths).map(([name, file]) => [name, path.join(folder, file)] as const);
    if (!paths.every(([, file]) => isExecutable(file))) return undefined;
    return {
      version: label.version,
      place: label.source,
      paths: Object.fromEntries(paths),
      ...(label.share === undefined ? {} : { share: path.join(folder, label.share) }),
      ...(label.libraries === undefined ? {} : { libraries: path.join(folder, label.libraries) }),
    };
  } catch {
    return undefined;
  }
}

function best(wanted: Wanted): (a: FoundKit, b: FoundKit) => number {
  const pinned = (kit: FoundKit) => (kit.version === wanted.pinned ? 1 : 0);
  return (a, b) => pinned(b) - pinned(a) || compareVersions(b.version, a.version) || a.place.localeCompare(b.place);
}
