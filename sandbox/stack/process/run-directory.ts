import { mkdirSync, mkdtempSync, readlinkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { lstat, readFile, readdir, rename, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { FiredrillError } from "../../errors.ts";
import { until } from "../../wait.ts";
import { identify, lives } from "./identity.ts";
import type { Identity } from "./identity.ts";

/** Who a directory belongs to. Pids mean nothing in another pid namespace, so that is kept too. */
interface Owner extends Identity {
  readonly namespace: string;
}

/** Where this user's runs live: nobody else can write there. */
export function runsDirectory(): string {
  return path.join(os.tmpdir(), `firedrill-${process.getuid?.() ?? os.userInfo().username}`);
}

/** A new directory below `parent` that is this process's own, until it is removed or this process has died. */
export function createRunDirectory(parent: string = runsDirectory()): string {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  // Its owner stands in it before it gets the name by which others look for it.
  const draft = mkdtempSync(path.join(parent, "draft-"));
  const self = identify(process.pid);
  if (!self) throw new FiredrillError("platform", "this system does not tell when a process was started");
  const owner: Owner = { ...self, namespace: namespace() };
  writeFileSync(path.join(draft, "owner.json"), JSON.stringify(owner));
  const directory = path.join(parent, path.basename(draft).replace("draft-", "run-"));
  renameSync(draft, directory);
  return directory;
}

/** Notes a child, so that it can be ended should its parent die and it not. */
export function recordChild(directory: string, pid: number): () => void {
  const child = identify(pid);
  if (!child) return () => {};
  const file = path.join(directory, "children", `${pid}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(child));
  return () => rmSync(file, { force: true });
}

/**
 * Ends and removes what commands left that were killed themselves, and returns the directories it removed.
 * Never touches a run whose owner lives; any number of commands may sweep at once.
 */
export async function sweepDeadRuns(parent: string = runsDirectory()): Promise<readonly string[]> {
  const names = await readdir(parent).catch(() => []);
  if (names.length > 0) await refuseForeign(parent);
  const swept = await Promise.all(names.map((name) => sweepOne(parent, name)));
  return swept.filter((directory) => directory !== undefined);
}

async function sweepOne(parent: string, name: string): Promise<string | undefined> {
  const directory = path.join(parent, name);
  if (name.startsWith("draft-")) {
    const made = await stat(directory).catch(() => undefined);
    if (!made || Date.now() - made.mtimeMs < draftLivesMs) return undefined;
  } else if (name.startsWith("run-")) {
    const owner = await read<Owner>(path.join(directory, "owner.json"));
    if (!owner || owner.namespace !== namespace() || lives(owner)) return undefined;
  } else if (!name.startsWith("dead-")) return undefined;
  // The new name says for good that the owner is dead: a sweep cut off here is finished by the next.
  const dead = path.join(parent, name.replace(/^(run|draft)-/, "dead-"));
  await rename(directory, dead).catch(() => {});
  await endChildren(dead);
  await rm(dead, { recursive: true, force: true, maxRetries: 3 });
  return directory;
}

const draftLivesMs = 60_000;

async function endChildren(directory: string): Promise<void> {
  const files = await readdir(path.join(directory, "children")).catch(() => []);
  await Promise.all(
    files.map(async (file) => {
      const child = await read<Identity>(path.join(directory, "children", file));
      if (!child || !lives(child)) return;
      for (const target of [-child.pid, child.pid])
        try {
          process.kill(target, "SIGKILL");
        } catch {
          // It ended in between, another sweep was faster, or it has no group of its own.
        }
      await until(async () => (lives(child) ? { missing: "it still runs" } : { seen: true }), {
        what: `process ${child.pid} of a dead run to end`,
        withinMs: 5000,
      });
    }),
  );
}

async function read<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch {
    return undefined;
  }
}

/** In a directory for everybody, a name proves nothing: somebody else may have made it. */
async function refuseForeign(parent: string): Promise<void> {
  const found = await lstat(parent);
  const mine = process.getuid?.() ?? found.uid;
  if (found.isDirectory() && found.uid === mine) return;
  throw new FiredrillError(
    "platform",
    `${parent} belongs to somebody else; remove it, or set TMPDIR to a directory of yours`,
  );
}

function namespace(): string {
  return process.platform === "linux" ? readlinkSync("/proc/self/ns/pid") : "";
}
