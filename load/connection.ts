import Client from "autocannon/lib/httpClient.js";
import type { AnswerHeaders, Answers, ClientOptions } from "autocannon/lib/httpClient.js";
import requestBuilder from "autocannon/lib/httpRequestBuilder.js";

/** What became of a request: the status code of its answer, or why there was none. */
export type Ending = number | "connection" | "closed" | "timeout";

/** `bodyHeld`: the answer holds what it has to, if anything. */
export type Done = (ending: Ending, bodyHeld: boolean) => void;

/** autocannon takes at least one; here it sends none by itself. */
const nothing = [{ method: "GET", path: "/" }] as const;

export interface ConnectionOptions extends ClientOptions {
  /** For each request, what has to stand in its answer; undefined where that is all the same. */
  readonly bodies?: readonly (string | undefined)[];
}

/** What goes over the wire, made once for all connections of a load. */
const wire = new WeakMap<ClientOptions, readonly Buffer[]>();

function onWire(options: ClientOptions): readonly Buffer[] {
  const known = wire.get(options);
  if (known) return known;
  const made = options.requests.map(requestBuilder(options));
  wire.set(options, made);
  return made;
}

/** Instead of autocannon's own, which makes a text of every body, and breaks letters where chunks end. */
class AnswerBeingRead implements Answers {
  /** Whether to keep the body. */
  wanted = false;
  #headers: AnswerHeaders = { statusCode: 0, shouldKeepAlive: false };
  #parts: Buffer[] = [];

  get body(): Buffer {
    return Buffer.concat(this.#parts);
  }

  setHeaders(headers: AnswerHeaders): void {
    this.#headers = headers;
    this.#parts = [];
  }

  addBody(part: Buffer): void {
    if (this.wanted) this.#parts.push(part);
  }

  terminateRequest(): { readonly headers: AnswerHeaders } {
    return { headers: this.#headers };
  }

  clear(): void {
    this.#parts = [];
  }

  insertRequest(): void {}
  addByteCount(): void {}
}

/**
 * autocannon sends the next request as soon as an answer is there, and connects anew as soon as a connection is gone:
 * thousands of times a second where a port refuses. Here both wait for the schedule.
 */
class PacedClient extends Client {
  ask(request: Buffer): void {
    this.conn?.write(request);
    this.timeoutTicker.reschedule(this.timeout);
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
  readonly #options: ConnectionOptions;
  readonly #requests: readonly Buffer[];
  readonly #answer = new AnswerBeingRead();
  #connected = false;
  #keepAlive = true;
  #body: string | undefined;
  #done: Done | undefined;

  constructor(
    options: ConnectionOptions,
    ended: (connection: Connection) => void,
    idle: (connection: Connection) => void,
  ) {
    this.#options = options;
    this.#requests = onWire(options);
    const { protocol, hostname, port, host, timeout } = options;
    const client = new PacedClient({ protocol, hostname, port, host, timeout, requests: nothing });
    client.pipelinedRequests = this.#answer;
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
  send(request: number, done: Done): void {
    const sent = this.#requests[request];
    if (!sent) throw new RangeError(`no request ${request} in this load profile`);
    this.#done = done;
    this.#body = this.#options.bodies?.[request];
    this.#answer.wanted = this.#body !== undefined;
    this.#client.ask(sent);
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
    done?.(ending, this.#body === undefined || (typeof ending === "number" && this.#answer.body.includes(this.#body)));
  }
}
