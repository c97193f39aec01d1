import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, Server, ServerResponse } from "node:http";
import { connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { until } from "../../sandbox/wait.ts";

/** A request, as it came. */
interface Seen {
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
}

/** A server that behaves as told, on a port that it keeps while it is shut and opened again. */
export class HttpTarget implements AsyncDisposable {
  readonly seen: Seen[] = [];
  connections = 0;
  #server: Server | undefined;
  #port = 0;
  readonly #answer: (response: ServerResponse, n: number) => void;
  readonly #sockets = new Set<Socket>();
  /** Both ends of what has the port while nobody listens. */
  readonly #held: Socket[] = [];

  constructor(answer: (response: ServerResponse, n: number) => void) {
    this.#answer = answer;
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${this.#port}`);
  }

  get open(): number {
    return this.#sockets.size;
  }

  async listen(): Promise<this> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        const { method, url, headers } = request;
        this.seen.push({ line: `${method} ${url}`, headers, body, at: performance.now() });
        this.#answer(response, this.seen.length);
      });
    });
    // By itself it would close what was idle for five seconds, in the moment in which a machine that was busy sends again.
    server.keepAliveTimeout = 0;
    server.on("connection", (socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    await new Promise<void>((done) => server.listen(this.#port, "127.0.0.1", done));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
    return this;
  }

  /**
   * From now on connections to its port are refused, until it listens again. No other program of this machine that asks for
   * any port is given this one meanwhile: a connection that stays has it.
   */
  async shut(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const near = connect(this.#port, "127.0.0.1");
    await once(near, "connect");
    const far = await until(
      async () => {
        const found = [...this.#sockets].find((socket) => socket.remotePort === near.localPort);
        return found ? { seen: found } : { missing: "it is not accepted yet" };
      },
      { what: "a connection that keeps the port", withinMs: 20_000 },
    );
    this.#held.push(near, far);
    server.close();
    for (const socket of this.#sockets) if (socket !== far) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of [...this.#sockets, ...this.#held]) socket.destroy();
    if (server) await new Promise((done) => server.close(done));
  }
}
