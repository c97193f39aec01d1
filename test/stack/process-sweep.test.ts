import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { identify } from "../../sandbox/stack/process/identity.ts";
import { createRunDirectory, recordChild, sweepDeadRuns } from "../../sandbox/stack/process/run-directory.ts";

const place = mkdtempSync(path.join(os.tmpdir(), "firedrill-sweep-"));
let parent: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(place, "runs-"));
});
afterAll(() => rmSync(place, { recursive: true }));

test("a run's directory is its owner's alone, and stays as long as the owner lives", async () => {
  const directory = createRunDirectory(parent);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(await sweepDeadRuns(parent)).toEqual([]);
  expect(existsSync(directory)).toBe(true);
});

test("a run whose owner is dead is removed", async () => {
  const { pid = 0 } = await ended();
  const directory = owned({ pid });
  expect(await sweepDeadRuns(parent)).toEqual([directory]);
  expect(existsSync(directory)).toBe(false);
});

test("a run whose owner's pid has passed to another process is removed", async () => {
  const directory = owned({ started: "long ago" });
  expect(await sweepDeadRuns(parent)).toEqual([directory]);
  expect(existsSync(directory)).toBe(false);
});

test.skipIf(process.platform !== "linux")("a run of another pid namespace is left alone", async () => {
  const directory = owned({ started: "long ago", namespace: "pid:[1]" });
  expect(await sweepDeadRuns(parent)).toEqual([]);
  expect(existsSync(directory)).toBe(true);
});

test("the children of a dead run are ended", async () => {
  const child = sleeper();
  const gone = once(child, "exit");
  recordChild(owned({ started: "long ago" }), child.pid as number);
  await sweepDeadRuns(parent);
  expect(await gone).toEqual([null, "SIGKILL"]);
});

test("a process that only has the pid of a dead run's child lives on", async () => {
  const child = sleeper();
  const directory = owned({ started: "long ago" });
  recordChild(directory, child.pid as number);
  const file = path.join(directory, "children", `${child.pid}.json`);
  writeFileSync(file, JSON.stringify({ pid: child.pid, started: "yesterday" }));
  await sweepDeadRuns(parent);
  expect(existsSync(directory)).toBe(false);
  expect(identify(child.pid as number)).toBeDefined();
  child.kill("SIGKILL");
});

test("a sweep that was cut off is finished by the next, and many may sweep at once", async () => {
  owned({ started: "long ago" });
  await Promise.all([1, 2, 3].map(() => sweepDeadRuns(parent)));
  const directory = owned({ started: "long ago" });
  const half = directory.replace("run-", "dead-");
  renameSync(directory, half);
  rmSync(path.join(half, "owner.json"));
  await sweepDeadRuns(parent);
  expect(existsSync(half)).toBe(false);
});

/** A run directory whose owner is this process, but for what is said. */
function owned(other: { pid?: number; started?: string; namespace?: string }): string {
  const directory = createRunDirectory(parent);
  const file = path.join(directory, "owner.json");
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, "utf8")) as object), ...other }));
  return directory;
}

function sleeper(): ChildProcess {
  return spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true, stdio: "ignore" });
}

async function ended(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["-e", "0"], { stdio: "ignore" });
  await once(child, "exit");
  return child;
}
