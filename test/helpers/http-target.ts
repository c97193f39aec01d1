import { createServer } from "node:http";
import type { IncomingHttpHeaders, Server, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A request, as it came. */
interface Seen {
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
}

/** A server that behaves as told, on a port that it keeps when it is opened again. */
export class HttpTarget implements AsyncDisposable {
  readonly seen: Seen[] = [];
  connections = 0;
  #server: Server | undefined;
  #port = 0;
  readonly #answer: (response: ServerResponse, n: number) => void;
  readonly #sockets = new Set<Socket>();

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

  async [Symbol.asyncDispose](): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    if (server) await new Promise((done) => server.close(done));
  }
}
