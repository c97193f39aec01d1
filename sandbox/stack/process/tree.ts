import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { until } from "../../wait.ts";
import { identify, lives, parentOf, stateOf } from "./identity.ts";
import type { Identity } from "./identity.ts";
import { recordChild } from "./run-directory.ts";

/**
 * Everything that a process has started and that lives, and what that has started. A program may put what it starts
 * into process groups of their own, as PostgreSQL does: signals to its own group do not reach those.
 */
export function descendantsOf(pid: number): readonly Identity[] {
  if (startedNothing(pid)) return [];
  const parents = allParents();
  const found = [pid];
  for (const one of found) for (const [child, parent] of parents) if (parent === one) found.push(child);
  return found.slice(1).flatMap((child) => identify(child) ?? []);
}

/**
 * Stops a process and all that it has started; resolves when they stand still, with what lets them go on. They are
 * noted meanwhile: what stands still does not notice that its parent has died.
 */
export async function freezeTree(pid: number, runDirectory: string, ended: AbortSignal): Promise<() => void> {
  const frozen = new Map<number, () => void>();
  const thaw = () => {
    for (const [one, forget] of frozen) {
      forget();
      signalOne(one, "SIGCONT");
    }
  };
  try {
    await until(
      async () => {
        if (ended.aborted) return { seen: true };
        // The first stands still before the others are looked at, so that it starts no more of them.
        const moving = [pid, ...(isStill(pid) ? descendantsOf(pid).map((one) => one.pid) : [])].filter(
          (one) => !(frozen.has(one) && isStill(one)),
        );
        for (const one of moving) {
          if (!frozen.has(one)) frozen.set(one, one === pid ? () => {} : recordChild(runDirectory, one));
          signalOne(one, "SIGSTOP");
        }
        return moving.length === 0 ? { seen: true } : { missing: `${moving.join(", ")} still run` };
      },
      { what: `process ${pid} to freeze`, withinMs: 2000, everyMs: 1 },
    );
  } catch (error) {
    thaw();
    throw error;
  }
  return thaw;
}

/** Resolves when none of these lives. */
export async function gone(processes: readonly Identity[]): Promise<void> {
  await until(
    async () => {
      const left = processes.filter(lives).map(({ pid }) => pid);
      return left.length === 0 ? { seen: true } : { missing: `${left.join(", ")} still run` };
    },
    { what: `processes to end`, withinMs: 5000, everyMs: 5 },
  );
}

/** Fine if there is no such process. */
export function signalOne(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in between.
  }
}

/** Where the system does not tell, a stop that was asked for counts as done. */
function isStill(pid: number): boolean {
  const state = stateOf(pid);
  return state === undefined || !/^[RSD]/.test(state);
}

/**
 * Most programs start nothing, and to ask them is a hundredth of the work of looking at every process of the machine. Only that
 * Linux lists no child of any thread is relied on: a list that is not empty may lack some while others end.
 */
function startedNothing(pid: number): boolean {
  try {
    const tasks = `/proc/${pid}/task`;
    return readdirSync(tasks).every((thread) => readFileSync(`${tasks}/${thread}/children`, "utf8") === "");
  } catch {
    return false; // another system, or a thread has ended meanwhile
  }
}

function allParents(): readonly (readonly [number, number])[] {
  if (process.platform === "linux") {
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return pids.flatMap((name) => {
      const parent = parentOf(Number(name));
      return parent === undefined ? [] : [[Number(name), parent] as const];
    });
  }
  const listed = execFileSync("ps", ["-axo", "pid=,ppid="], { encoding: "utf8" });
  return listed.split("\n").flatMap((line) => {
    const [pid, parent] = line.trim().split(/\s+/).map(Number);
    return pid && parent !== undefined ? [[pid, parent] as const] : [];
  });
}
