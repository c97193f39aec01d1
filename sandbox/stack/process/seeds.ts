import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, lstat, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { FiredrillError } from "../../errors.ts";
import type { Seed, Service } from "../service.ts";
import type { Executable } from "./network.ts";
import { createRunDirectory, sweepDeadRuns } from "./run-directory.ts";
import { runToEnd } from "./to-end.ts";

/** What services begin with: made once, kept, and copied for each. */
export interface Seeds {
  /** Makes a service's seed, unless it is there already; the steps that fail reject with `boot-failed`. */
  ready(service: Service, executable: Executable, signal?: AbortSignal): Promise<void>;
  /** Copies a service's seed into its own data directory, whose names `data` holds. Nothing for one without a seed. */
  sow(service: Service, executable: Executable, data: Readonly<Record<string, string>>): Promise<void>;
}

/** Kept below the cache directory, for this user and whatever command comes next; those of other versions stay. */
export function seedsIn(cache: string, searchPath: string): Seeds {
  const shelf = path.join(cache, "seeds");
  const known = new Map<string, Promise<string>>();
  const grown = (service: Service, seed: Seed, executable: Executable, signal?: AbortSignal) => {
    const place = path.join(shelf, nameOf(service, seed, executable));
    const before = known.get(place);
    if (before) return before;
    const growing = grow(service, seed, executable, { cache, place, searchPath, signal });
    // What failed or was interrupted may be tried again.
    growing.catch(() => known.delete(place));
    known.set(place, growing);
    return growing;
  };
  return {
    async ready(service, executable, signal) {
      if (service.seed) await grown(service, service.seed, executable, signal);
    },
    async sow(service, executable, data) {
      if (!service.seed) return;
      const target = data[service.seed.data];
      if (target === undefined)
        throw new Error(`${service.name} has a seed for ${service.seed.data}, and no such data`);
      await copy(await grown(service, service.seed, executable), target);
      await own(target, executable.owner);
    },
  };
}

/** Whatever the content depends on: the program and its version, and the steps. */
function nameOf(service: Service, seed: Seed, { line, version, owner }: Executable): string {
  const steps = JSON.stringify([line.at(-1), owner, seed.steps("")]);
  return `${service.name}-${version}-${createHash("sha256").update(steps).digest("hex").slice(0, 12)}`;
}

interface Growing {
  readonly cache: string;
  readonly place: string;
  readonly searchPath: string;
  readonly signal: AbortSignal | undefined;
}

/** It is made aside and moved to its place as a whole, so one that is there is complete, whoever was killed meanwhile. */
async function grow(service: Service, seed: Seed, executable: Executable, around: Growing): Promise<string> {
  const { place } = around;
  const here = await checked(place);
  if (here !== undefined) return here;
  const workshops = path.join(around.cache, "growing");
  await sweepDeadRuns(workshops);
  const own = createRunDirectory(workshops);
  try {
    const content = path.join(own, "seed", "content");
    await mkdir(content, { recursive: true, mode: 0o700 });
    await follow(service, seed, executable, content, around);
    await writeFile(path.join(own, "seed", "label.json"), JSON.stringify(await extentOf(content)));
    await mkdir(path.dirname(place), { recursive: true });
    await rename(path.join(own, "seed"), place).catch(async (error: unknown) => {
      if ((await checked(place)) === undefined) throw error;
    });
    return path.join(place, "content");
  } finally {
    await rm(own, { recursive: true, force: true, maxRetries: 3 }); // what was interrupted may still be ending
  }
}

async function follow(
  { name }: Service,
  seed: Seed,
  executable: Executable,
  directory: string,
  { searchPath, signal }: Growing,
): Promise<void> {
  await own(directory, executable.owner);
  const env = { PATH: searchPath, HOME: directory, TMPDIR: directory };
  for (const { command, input } of seed.steps(directory)) {
    const [program = "", ...args] = command;
    const line = [...executable.wrap, executable.sibling(program), ...args];
    const { exitCode, output } = await runToEnd(line, { env, cwd: directory, signal, input });
    if (exitCode === 0) continue;
    throw new FiredrillError("boot-failed", `${name}: making its data, ${program} ended with ${exitCode}: ${output}`);
  }
}

/** The content of a seed that is whole; one of which files were removed by hand is taken away. */
async function checked(place: string): Promise<string | undefined> {
  // Looked at first: what appears from now on was moved there as a whole, and is whole.
  if (!existsSync(place)) return undefined;
  const content = path.join(place, "content");
  const label = await readFile(path.join(place, "label.json"), "utf8").catch(() => undefined);
  if (label !== undefined && label === JSON.stringify(await extentOf(content).catch(() => undefined))) return content;
  await rm(place, { recursive: true, force: true });
  return undefined;
}

interface Extent {
  readonly files: number;
  readonly bytes: number;
}

async function extentOf(directory: string): Promise<Extent> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (file) => (await lstat(path.join(file.parentPath, file.name))).size));
  return { files: files.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** By the system's own command: Node's takes three times as long, and a thread that everything else waits for. */
async function copy(from: string, to: string): Promise<void> {
  const { exitCode, all } = await execa("cp", ["-R", `${from}/.`, to], { stdin: "ignore", reject: false, all: true });
  if (exitCode !== 0) throw new FiredrillError("boot-failed", `${from} could not be copied to ${to}: ${all}`);
}

/** Gives a directory and all in it to another user, if one is named. */
export async function own(directory: string, owner: number | undefined): Promise<void> {
  if (owner === undefined) return;
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const all = [directory, ...entries.map((entry) => path.join(entry.parentPath, entry.name))];
  await Promise.all(all.map((file) => chown(file, owner, owner)));
}
