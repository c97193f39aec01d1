import { Connection } from "./connection.ts";
import type { ConnectionOptions } from "./connection.ts";

/** Connections as they are needed, never more than `limit`. The one used last is used next, so that idle ones end. */
export class ConnectionPool {
  readonly #options: ConnectionOptions;
  readonly #limit: number;
  readonly #all = new Set<Connection>();
  readonly #idle: Connection[] = [];

  constructor(options: ConnectionOptions, limit: number) {
    this.#options = options;
    this.#limit = limit;
  }

  /** How many there are, idle ones too. */
  get size(): number {
    return this.#all.size;
  }

  /** One that is idle, to send over at once; undefined where every connection waits for the target. */
  take(): Connection | undefined {
    return this.#idle.pop() ?? this.#open();
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
