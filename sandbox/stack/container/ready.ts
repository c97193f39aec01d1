import type Dockerode from "dockerode";
import { once } from "node:events";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { FiredrillError } from "../../errors.ts";
import { until } from "../../wait.ts";
import { whatIsMissing } from "../process/ready.ts";
import type { Service } from "../service.ts";
import { demultiplex, logOf, tail } from "./log.ts";

/** A container of a service, and the loopback ports on which its ports are published. */
export interface Asked<P extends string> {
  readonly service: Service<P>;
  readonly container: Dockerode.Container;
  readonly portOf: (port: P) => number;
}

/**
 * Resolves when the service is ready. Rejects with `boot-failed` as soon as its container has ended, with `not-ready`
 * when its time is over; both with the tail of the log.
 */
export async function untilReady<P extends string>(asked: Asked<P>, signal: AbortSignal): Promise<void> {
  const { service, container } = asked;
  const withinMs = service.readyWithinMs ?? 30_000;
  try {
    await until(
      async () => {
        const { State: state } = await container.inspect();
        if (state.Status === "created") return { missing: "its container is not started yet" };
        if (!state.Running) {
          const how = `${service.name} ended with ${howItEnded(state)} before it was ready`;
          throw new FiredrillError("boot-failed", `${how}; ${tail(await logOf(container))}`);
        }
        const missing = await lookAt(asked, signal);
        return missing === undefined ? { seen: true } : { missing };
      },
      { what: `${service.name} to be ready`, withinMs, signal },
    );
  } catch (error) {
    if (!(error instanceof FiredrillError && error.code === "waited")) throw error;
    throw new FiredrillError("not-ready", `${error.message}; ${tail(await logOf(container))}`, { cause: error });
  }
}

/** "exit code 2", "exit code 137, out of memory". */
export function howItEnded(state: { readonly ExitCode: number; readonly OOMKilled: boolean }): string {
  return `exit code ${state.ExitCode}${state.OOMKilled ? ", out of memory" : ""}`;
}

async function lookAt<P extends string>(asked: Asked<P>, signal: AbortSignal): Promise<string | undefined> {
  const { ready } = asked.service;
  if ("command" in ready) return askCommand(asked.container, ready.command);
  if ("tcp" in ready) return askTcp(asked.portOf(ready.port));
  return whatIsMissing({ ready, portOf: asked.portOf, command: [], env: {}, cwd: "/" }, signal);
}

/** What the engine's proxy takes at most to find that nobody listens inside, on a machine that is busy booting stacks too. */
const proxyMs = 1000;

/**
 * The engine's proxy accepts every connection, and closes it when nobody listens inside. So one counts as accepted
 * that is still open a moment later, or that brought a greeting.
 */
async function askTcp(port: number): Promise<string | undefined> {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true });
  try {
    await once(socket, "connect");
    socket.setTimeout(proxyMs);
    socket.resume();
    const first = await Promise.race(
      (["timeout", "data", "close"] as const).map(async (event) => {
        await once(socket, event);
        return event;
      }),
    );
    return first === "close" ? `nobody accepts a connection to port ${port}` : undefined;
  } catch (error) {
    return `a connection to port ${port}: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    socket.on("error", () => {}).destroy();
  }
}

async function askCommand(container: Dockerode.Container, command: readonly string[]): Promise<string | undefined> {
  const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true });
  const stream: Duplex = await exec.start({});
  const output: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => output.push(chunk));
  await once(stream, "end");
  const { ExitCode } = await exec.inspect();
  if (ExitCode === 0) return undefined;
  return `${command.join(" ")} ends with ${ExitCode}: ${demultiplex(Buffer.concat(output)).trimEnd()}`;
}
