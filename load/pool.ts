import type { ClientOptions } from "autocannon/lib/httpClient.js";
import { Connection } from "./connection.ts";
import type { Ending } from "./connection.ts";

/** Connections as they are needed, never more than `limit`. The one used last is used next, so that idle ones end. */
export class ConnectionPool {
  readonly #options: ClientOptions;
  readonly #limit: number;
  readonly #all = new Set<Connection>();
  readonly #idle: Connection[] = [];

  constructor(options: ClientOptions, limit: number) {
    this.#options = options;
    this.#limit = limit;
  }

  /** False where every connection waits for the target: the request is not sent. */
  send(request: number, done: (ending: Ending) => void): boolean {
    const connection = this.#idle.pop() ?? this.#open();
    connection?.send(request, done);
    return connection !== undefined;
  }

  async close(): Promise<void> {
    const closing = [...this.#all].map((connection) => connection.close());
    this.#all.clear();
    this.#idle.length = 0;
    await Promise.all(closing);
  }

  #open(): Connection | undefined {
    if (this.#all.size >= this.#limit) return undefined;
    const connection = new Connection(
      this.#options,
      (ended) => this.#forget(ended),
      (idle) => this.#idle.push(idle),
    );
    this.#all.add(connection);
    return connection;
  }

  #forget(connection: Connection): void {
    this.#all.delete(connection);
    const place = this.#idle.indexOf(connection);
    if (place !== -1) this.#idle.splice(place, 1);
  }
}
