import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, closeSync, constants, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { recordChild } from "./run-directory.ts";
import { lives } from "./identity.ts";
import type { Identity } from "./identity.ts";
import { descendantsOf, freezeTree, gone, signalOne } from "./tree.ts";

/** What is started, where, and where it prints to. */
export interface Command {
  /** The program and its arguments. */
  readonly line: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Both streams are appended to this file. */
  readonly log: string;
  /** The run that it belongs to. */
  readonly runDirectory: string;
}

/** A child process with a process group of its own, so that a terminal's Ctrl-C reaches only the command that owns it. */
export interface Child {
  readonly pid: number;
  /** Aborted once it has ended; the reason says how: "exit code 2", "signal SIGKILL". */
  readonly ended: AbortSignal;
  /** Stops it and all that it has started; resolves when they stand still, with what lets them go on. */
  freeze(): Promise<() => void>;
  /** `name`, by default SIGTERM, and SIGKILL for what is left after two seconds. Fine if it has ended. */
  stop(name?: NodeJS.Signals): Promise<void>;
  /** SIGKILL, at once, for it and all that it has started. */
  kill(): Promise<void>;
}

let turn: Promise<unknown> = Promise.resolve();

/** To start a program holds this whole process up, loads included, until the kernel has done it: others have their turn in between. */
function myTurn(): Promise<unknown> {
  turn = turn.then(() => new Promise<void>((next) => setImmediate(next)));
  return turn;
}

/** Rejects where the program can't be started at all. */
export async function startChild(command: Command): Promise<Child> {
  await myTurn();
  const [program, ...args] = [...dieWithParent(), ...command.line] as [string, ...string[]];
  const log = openSync(command.log, "a", 0o600);
  const child = spawn(program, args, {
    cwd: command.cwd,
    env: { ...command.env },
    stdio: ["ignore", log, log],
    detached: true,
  });
  closeSync(log);
  const end = new AbortController();
  // Waits for the exit only: whoever holds the log open still does not keep it alive.
  const exited = new Promise<void>((resolve) => {
    child.once("exit", (code, signal) => {
      signalGroup(child.pid as number, "SIGKILL"); // what it started itself; later the number may be somebody else's
      end.abort(code === null ? `signal ${signal}` : `exit code ${code}`);
      resolve();
    });
  });
  await once(child, "spawn");
  const pid = child.pid as number;
  const forget = recordChild(command.runDirectory, pid);
  void exited.then(forget);
  const signal = (name: NodeJS.Signals) => {
    if (!end.signal.aborted) signalGroup(pid, name);
  };
  let thaw: (() => void) | undefined;
  const endAll = async (tree: readonly Identity[]) => {
    signal("SIGKILL");
    for (const one of tree) if (lives(one)) signalOne(one.pid, "SIGKILL");
    await exited;
    await gone(tree);
  };
  const kill = async () => {
    // Stopped first, so that it starts nothing between the look and the end.
    signal("SIGSTOP");
    await endAll(end.signal.aborted ? [] : descendantsOf(pid));
  };
  return {
    pid,
    ended: end.signal,
    async freeze() {
      const goOn = await freezeTree(pid, command.runDirectory, end.signal);
      thaw = () => {
        thaw = undefined;
        goOn();
      };
      return () => thaw?.();
    },
    kill,
    async stop(name = "SIGTERM") {
      if (end.signal.aborted) return;
      const tree = descendantsOf(pid);
      signal(name);
      thaw?.(); // one that is frozen would not see it
      await once(end.signal, "abort", { signal: AbortSignal.timeout(graceMs) }).catch(() => {});
      if (!end.signal.aborted) await kill();
      await endAll(tree);
    },
  };
}

/** The last lines of a log, as they are shown in an error. */
export async function tailOf(log: string, lines = 20): Promise<string> {
  const text = (await readFile(log, "utf8").catch(() => "")).trimEnd();
  if (text === "") return "it printed nothing";
  return `its last lines:\n${text
    .split("\n")
    .slice(-lines)
    .map((line) => `  ${line}`)
    .join("\n")}`;
}

/** On Linux the kernel ends a child with its parent, of `kill -9` too; elsewhere the next sweep does. */
export function dieWithParent(): readonly string[] {
  if (process.platform !== "linux") return [];
  const setpriv = ["/usr/bin", "/bin"].map((folder) => path.join(folder, "setpriv")).find(isExecutable);
  return setpriv === undefined ? [] : [setpriv, "--pdeathsig", "KILL", "--"];
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const graceMs = 2000;

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // Nobody is left in the group.
  }
}
