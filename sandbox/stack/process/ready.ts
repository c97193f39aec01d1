import { once } from "node:events";
import http from "node:http";
import { connect } from "node:net";
import type { Ready } from "../service.ts";
import { runToEnd } from "./to-end.ts";

/** How a service is asked. */
export interface Asking<Port extends string> {
  readonly ready: Ready<Port>;
  portOf(port: Port): number;
  /** For a command: its program by full path, in the service's own surroundings. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** Undefined once it answers as it should; else what is still missing. Never rejects. */
export async function whatIsMissing<Port extends string>(
  asking: Asking<Port>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { ready } = asking;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(2000)]);
  try {
    if ("http" in ready) return await askHttp(asking.portOf(ready.port), ready.http, limit);
    if ("tcp" in ready) return await askTcp(asking.portOf(ready.port), limit);
    if ("says" in ready) return await talk(asking.portOf(ready.port), ready.says, ready.hears, limit);
    return await askCommand(asking, limit);
  } catch (error) {
    if (limit.aborted) return `${nameOf(asking)} gave no answer in 2 s`;
    return `${nameOf(asking)}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function askHttp(port: number, path: string, signal: AbortSignal): Promise<string | undefined> {
  // No agent: a connection that is kept would stand in the way of a service that is ended and started again.
  const request = http.get({ host: "127.0.0.1", port, path, agent: false, signal });
  request.on("error", () => {}); // once() hears only the first, and an abort may be a second
  const [response] = (await once(request, "response", { signal })) as [http.IncomingMessage];
  response.resume();
  response.on("error", () => {});
  const status = response.statusCode ?? 0;
  return status >= 200 && status < 300 ? undefined : `GET ${path} answers ${status}`;
}

async function askTcp(port: number, signal: AbortSignal): Promise<undefined> {
  const socket = connect({ host: "127.0.0.1", port });
  try {
    await once(socket, "connect", { signal });
  } finally {
    socket.on("error", () => {}).destroy();
  }
}

/** Ends as soon as the answer holds what is to be heard, or nothing more is said. */
async function talk(port: number, says: string, hears: string, signal: AbortSignal): Promise<string | undefined> {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true, signal });
  let heard = "";
  try {
    socket.write(says, "latin1");
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      heard += chunk.toString("latin1");
      if (heard.includes(hears)) return undefined;
    }
    return `port ${port} ${heard === "" ? "closes without an answer" : `answers ${JSON.stringify(heard)}`}`;
  } finally {
    socket.on("error", () => {}).destroy();
  }
}

async function askCommand(asking: Asking<string>, signal: AbortSignal): Promise<string | undefined> {
  const { exitCode, output } = await runToEnd(asking.command, { env: asking.env, cwd: asking.cwd, signal });
  return exitCode === 0 ? undefined : `${nameOf(asking)} ends with ${exitCode}: ${output}`;
}

function nameOf(asking: Asking<string>): string {
  const { ready } = asking;
  if ("http" in ready) return `GET ${ready.http} on port ${asking.portOf(ready.port)}`;
  if ("port" in ready) return `a connection to port ${asking.portOf(ready.port)}`;
  return ready.command.join(" ");
}
