import { DatabaseError } from "pg";
import type { Pool, PoolClient } from "pg";

/** A little less than a statement may take: an end of one is followed by the next, on the same connection. */
const sleepSeconds = 4;
const cancelled = "57014";

/**
 * One connection of a pool, held by a query that sleeps. Where the connection breaks, another is taken in its place, as soon as
 * the database can be reached.
 */
export class Hold {
  /** Resolves when the first query sleeps; rejects where there was no connection to be had. */
  readonly taken: Promise<void>;
  readonly #pool: Pool;
  readonly #over = new AbortController();
  readonly #ended: Promise<void>;
  #backend: number | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
    let begun: () => void = () => {};
    const taken = new Promise<void>((resolve) => (begun = resolve));
    const kept = this.#keep(() => begun());
    this.taken = Promise.race([taken, kept]);
    this.#ended = kept.catch(() => {}); // told by `taken`
  }

  /** The server's process that sleeps for it; undefined while there is none. */
  get backend(): number | undefined {
    return this.#backend;
  }

  /** From now on no other query follows the one that sleeps. */
  end(): void {
    this.#over.abort();
  }

  /** Resolves when the connection is the pool's again. */
  async ended(): Promise<void> {
    await this.#ended;
  }

  async #keep(taken: () => void): Promise<void> {
    let first = true;
    while (!this.#over.signal.aborted) {
      const client = await this.#pool.connect().catch((error: unknown) => {
        if (first) throw error;
      });
      if (!client) {
        await this.#reachable();
        continue;
      }
      await this.#sleepOn(client, taken);
      first = false;
    }
  }

  async #sleepOn(client: PoolClient, taken: () => void): Promise<void> {
    // What breaks it also rejects what is under way.
    const ignore = (): void => {};
    client.on("error", ignore);
    let broken: Error | undefined;
    try {
      const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
      this.#backend = rows[0]?.pid;
      while (!this.#over.signal.aborted) {
        const asleep = client.query("select pg_sleep($1)", [sleepSeconds]);
        taken();
        await asleep;
      }
    } catch (error) {
      const woken = error instanceof DatabaseError && error.code === cancelled;
      if (!woken) broken = error instanceof Error ? error : new Error(String(error));
    } finally {
      this.#backend = undefined;
      client.off("error", ignore);
      client.release(broken);
    }
  }

  /** Resolves when anybody's new connection says that the database is there, or when this is over. */
  async #reachable(): Promise<void> {
    const { signal } = this.#over;
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.#pool.once("connect", () => resolve());
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }
}
