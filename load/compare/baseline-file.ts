import { mkdir, readdir, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { FiredrillError } from "../../sandbox/errors.ts";
import { suggestion } from "../../sandbox/rules/nearest.ts";
import { readBaseline, writeBaseline } from "./baseline.ts";
import type { Baseline } from "./baseline.ts";

/**
 * Where baselines are kept: beside the profiles that they were measured with, since a team that measures on one machine
 * wants them in its repository, reviewed; reports come and go. Rejects a name that is no file's (`usage`).
 */
export function baselinePath(fixtures: string, name: string): string {
  if (!/^\w[\w.-]*$/.test(name)) {
    throw new FiredrillError("usage", `\`${name}\` is no name for a baseline; take letters, digits, dots and dashes`);
  }
  return join(fixtures, "load", "baselines", `${name}.json`);
}

/** Rejects (`usage`) where there is none, or it can't be read; (`input`) with what is wrong inside. */
export async function openBaseline(path: string): Promise<Baseline> {
  const found = await findBaseline(path);
  if (found) return found;
  const there = await readdir(dirname(path)).catch(() => []);
  const names = there.filter((name) => name.endsWith(".json")).map((name) => basename(name, ".json"));
  const name = basename(path, ".json");
  throw new FiredrillError(
    "usage",
    `there is no baseline ${shown(path)}${suggestion(name, names)}; --save ${name} makes one of a load`,
  );
}

/** As above, but undefined where there is none. */
export async function findBaseline(path: string): Promise<Baseline | undefined> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new FiredrillError("usage", `the baseline ${shown(path)} can't be read: ${error.message}`, { cause: error });
  });
  return text === undefined ? undefined : readBaseline(shown(path), text);
}

/** Before a load that is to be saved. Rejects (`usage`) where a file can't be written there. */
export async function tryBaseline(path: string): Promise<void> {
  await writing(path, async (half) => {
    await writeFile(half, "");
    await unlink(half);
  });
}

/** In one step: nobody reads half of it. Rejects (`usage`) where it can't be written. */
export async function saveBaseline(path: string, baseline: Baseline): Promise<void> {
  await writing(path, async (half) => {
    await writeFile(half, writeBaseline(baseline));
    await rename(half, path);
  });
}

async function writing(path: string, write: (half: string) => Promise<void>): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await write(`${path}.${process.pid}.part`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new FiredrillError("usage", `the baseline ${shown(path)} can't be written: ${why}`, { cause });
  }
}

/** Seen from where people are, unless it lies elsewhere. */
function shown(path: string): string {
  const here = relative(process.cwd(), path);
  return here.startsWith("..") ? path : here;
}
