import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { until } from "../../sandbox/wait.ts";

const root = path.join(import.meta.dirname, "..", "..");

/** A command of the project as a child process in a process group of its own, as a terminal starts it. */
export interface Command {
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** Resolves when standard error holds this; rejects with all of it when the command ended before. */
  says(text: string): Promise<void>;
  /** To the whole group, as Ctrl-C does. */
  signal(name: NodeJS.Signals): void;
  /** Its status, or the signal that ended it; resolves when all that it wrote was read. */
  ended(): Promise<number | NodeJS.Signals>;
}

export function startCommand(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Command {
  const child = spawn(process.execPath, ["--import", "tsx", path.join("scripts", script), ...args], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => void (out += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => void (err += chunk));
  const closed = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  const { pid } = child;
  if (pid === undefined) throw new Error(`${script} could not be started`);
  return {
    pid,
    stdout: () => out,
    stderr: () => err,
    says: (text) =>
      until(
        async () => {
          if (err.includes(text)) return { seen: undefined };
          if (child.exitCode !== null)
            throw new Error(`it ended with ${child.exitCode} before it said "${text}":\n${err}`);
          return { missing: `so far it said:\n${err}` };
        },
        { what: `${script} to say "${text}"`, withinMs: 90_000 },
      ),
    signal: (name) => void process.kill(-pid, name),
    ended: async () => {
      const [code, signal] = await closed;
      return code ?? signal ?? "SIGKILL";
    },
  };
}

/** Runs a command to its end. */
export async function runCommand(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly status: number | NodeJS.Signals; readonly stdout: string; readonly stderr: string }> {
  const command = startCommand(script, args, env);
  const status = await command.ended();
  return { status, stdout: command.stdout(), stderr: command.stderr() };
}
