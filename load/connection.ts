import Client from "autocannon/lib/httpClient.js";
import type { ClientOptions } from "autocannon/lib/httpClient.js";

/** What became of a request: the status code of its answer, or why there was none. */
export type Ending = number | "connection" | "closed" | "timeout";

/**
 * autocannon sends the next request as soon as an answer is there, and connects anew as soon as a connection is gone:
 * thousands of times a second where a port refuses. Here both wait for the schedule.
 */
class PacedClient extends Client {
  #request = 0;

  ask(request: number): void {
    this.#request = request;
    super._doRequest();
  }

  override getRequestBuffer(): Buffer {
    const chosen = this.requestIterator.requests[this.#request];
    if (!chosen) throw new RangeError(`no request ${this.#request} in this load profile`);
    return chosen.requestBuffer;
  }

  /** Called by the constructor, and after every answer. */
  override _doRequest(): void {}

  /** Called by the constructor, and again when the connection is gone: then there is a new client for the next request. */
  override _connect(): void {
    if (this.conn === undefined) super._connect();
  }
}

/**
 * One connection that carries one request at a time, from its first request until it ends. It ends with an error,
 * with its server, after an answer that closes it, or when it had nothing to do for as long as a request may take.
 */
export class Connection {
  readonly #client: PacedClient;
  #connected = false;
  #keepAlive = true;
  #done: ((ending: Ending) => void) | undefined;

  constructor(options: ClientOptions, ended: (connection: Connection) => void, idle: (connection: Connection) => void) {
    const client = new PacedClient(options);
    this.#client = client;
    const end = (ending: Ending): void => {
      if (client.destroyed) return;
      client.destroy();
      ended(this);
      this.#settle(ending);
    };
    client.on("headers", (headers: { shouldKeepAlive: boolean }) => {
      if (!this.#done) return end("closed"); // an answer that nobody asked for; autocannon would throw
      this.#keepAlive = headers.shouldKeepAlive;
    });
    client.on("response", (status: number) => {
      if (!this.#keepAlive) return end(status);
      idle(this);
      this.#settle(status);
    });
    client.on("connError", () => end(this.#connected ? "closed" : "connection"));
    client.on("timeout", () => end("timeout"));
    client.conn?.once("connect", () => (this.#connected = true));
    client.conn?.once("end", () => {
      client.parser.finish(); // an answer without a length ends with its connection
      end("closed");
    });
  }

  /** Only while idle. `done` is called once, unless the connection is closed before. */
  send(request: number, done: (ending: Ending) => void): void {
    this.#done = done;
    this.#client.ask(request);
  }

  /** Resolves when its socket is no more. */
  async close(): Promise<void> {
    const socket = this.#client.conn;
    this.#client.destroy();
    if (socket && !socket.closed) await new Promise((done) => socket.once("close", done));
  }

  #settle(ending: Ending): void {
    const done = this.#done;
    this.#done = undefined;
    done?.(ending);
  }
}
