import { execa } from "execa";
import { FiredrillError } from "../../errors.ts";
import type { ToolRun } from "../service.ts";
import { dieWithParent } from "./child.ts";

export interface Surrounding {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly signal?: AbortSignal | undefined;
  /** For its standard input; without it there is none. */
  readonly input?: string | undefined;
}

/** Runs a program to its end. Rejects only where it could not be started, or was interrupted (it is ended then). */
export async function runToEnd(line: readonly string[], around: Surrounding): Promise<ToolRun> {
  const [program = "", ...args] = [...dieWithParent(), ...line];
  const ended = await execa(program, args, {
    all: true,
    reject: false,
    ...(around.input === undefined ? { stdin: "ignore" } : { input: around.input }),
    env: around.env,
    extendEnv: false,
    cwd: around.cwd,
    ...(around.signal ? { cancelSignal: around.signal } : {}),
  });
  if (ended.isCanceled) throw interruption(line, around.signal?.reason);
  if (ended.exitCode !== undefined) return { exitCode: ended.exitCode, output: ended.all };
  throw new FiredrillError("boot-failed", `${line.join(" ")}: ${ended.shortMessage ?? "did not end"}`, {
    cause: ended.cause,
  });
}

function interruption(line: readonly string[], reason: unknown): FiredrillError {
  if (reason instanceof FiredrillError) return reason;
  return new FiredrillError("interrupted", `interrupted while running ${line.join(" ")}`, { cause: reason });
}
