import { Client, DatabaseError, Pool, types } from "pg";
import type { ClientConfig, QueryConfig, QueryResult } from "pg";
import type { Asker } from "./log/asker.ts";
import { databaseQuestions } from "./trace/questions.ts";
import type { Migration } from "./migrate.ts";
import { migrate } from "./migrate.ts";
import { Unavailable } from "./unavailable.ts";

/** A statement, prepared once for each connection. All of them are constants: `type` and `table` become labels. */
export interface Query {
  /** Unique among all statements: PostgreSQL keeps the prepared one under this name. */
  readonly name: string;
  readonly type: "select" | "insert" | "update";
  /** The table that it is about. */
  readonly table: "agents" | "bonds" | "clients" | "feedback" | "hourly_figures" | "payments" | "users";
  readonly text: string;
}

/** PostgreSQL's own columns: numbers, texts, null; instants as ISO 8601 in UTC. */
export type Row = Readonly<Record<string, string | number | null>>;
type Value = string | number | null;

/**
 * Told the seconds that each query took, the wait for a connection included; also where it failed: with `error`, if the
 * statement is to blame. `asker` is the request that it was for.
 */
export type ObserveQuery = (
  query: Query,
  seconds: number,
  values: readonly Value[],
  asker: Asker | undefined,
  error: Error | undefined,
) => void;

export interface DatabaseOptions {
  readonly url: string;
  readonly poolMax: number;
  readonly migrations: () => Promise<readonly Migration[]>;
  readonly observe?: ObserveQuery;
  /** Told once when the database went away, not for each request. */
  readonly report?: (error: Error) => void;
}

/** The longest that a delay sleeps at a time. */
const turnMs = 100;
/** So long a request waits for a connection, new or free. */
const connectTimeoutMs = 2000;
/** So long a statement may take: by the server's clock, and by ours where the server hangs. */
const statementTimeoutMs = 5000;

/**
 * The one way to PostgreSQL: every query of a request goes through `query`. Nothing waits forever, and when the
 * database is away, queries reject with Unavailable; they work again as soon as it is back.
 */
export class Database {
  /** For those who look at it (metrics) or hold its connections (faults). */
  readonly pool: Pool;
  /** Set by a fault: so many milliseconds the server sleeps, on the same connection, before it runs this query. */
  delayMs: ((query: Query) => number) | undefined;
  readonly #options: DatabaseOptions;
  readonly #question: ReturnType<typeof databaseQuestions>;
  #migrated: Promise<void> | undefined;
  #away = false;

  constructor(options: DatabaseOptions) {
    this.#options = options;
    this.#question = databaseQuestions(options.url);
    this.pool = new Pool({ ...connectionOptions(options.url), max: options.poolMax });
    // A connection that breaks while nobody uses it; the pool has already dropped it.
    this.pool.on("error", (error) => this.#went(error));
  }

  /** Resolves once the schema is there. What failed is tried again by the next call: those who ask for readiness drive it. */
  ready(): Promise<void> {
    this.#migrated ??= this.#migrate();
    return this.#migrated;
  }

  async query<T extends Row>(query: Query, values: readonly Value[] = [], asker?: Asker): Promise<readonly T[]> {
    const start = performance.now();
    if (asker !== undefined) asker.spans += 1;
    const span = asker?.span?.ask(this.#question(query));
    let failed: Error | undefined;
    try {
      const delay = this.delayMs === undefined ? 0 : this.delayMs(query);
      const asked = { name: query.name, text: query.text, values: values as Value[] };
      const result = delay > 0 ? await this.#delayed<T>(asked, delay) : await this.pool.query<T>(asked);
      this.#away = false;
      return result.rows;
    } catch (error) {
      span?.fail(error as Error);
      if (!isAway(error)) {
        failed = error as Error;
        throw error;
      }
      this.#went(error as Error);
      throw new Unavailable("database", error);
    } finally {
      span?.end();
      this.#options.observe?.(query, (performance.now() - start) / 1000, values, asker, failed);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  /** Sleeps in turns, so that it wakes when the fault is lifted. */
  async #delayed<T extends Row>(asked: QueryConfig<Value[]>, delayMs: number): Promise<QueryResult<T>> {
    const client = await this.pool.connect();
    // What breaks it also rejects what is under way.
    const ignore = (): void => {};
    client.on("error", ignore);
    let failed = true;
    try {
      for (let leftMs = delayMs; leftMs > 0 && this.delayMs !== undefined; leftMs -= turnMs)
        await client.query({ name: "delay", text: "select pg_sleep($1)", values: [Math.min(leftMs, turnMs) / 1000] });
      const result = await client.query<T>(asked);
      failed = false;
      return result;
    } finally {
      client.off("error", ignore);
      client.release(failed);
    }
  }

  async #migrate(): Promise<void> {
    const client = new Client(connectionOptions(this.#options.url));
    // Whatever breaks also rejects what is under way.
    client.on("error", () => {});
    try {
      await client.connect();
      await migrate(client, await this.#options.migrations());
    } catch (error) {
      this.#migrated = undefined;
      this.#went(error as Error);
      throw new Unavailable("database", error);
    } finally {
      await client.end().catch(() => {});
    }
  }

  #went(error: Error): void {
    if (!this.#away) this.#options.report?.(error);
    this.#away = true;
  }
}

/** How everything here connects, pooled or not. */
export function connectionOptions(url: string): ClientConfig {
  return {
    connectionString: url,
    application_name: "bailbondpro",
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    // A little longer, so that a server that answers at all is the one to say so.
    query_timeout: statementTimeoutMs + 500,
    options: "-c timezone=UTC",
    keepAlive: true,
    types: { getTypeParser },
  };
}

const timestamptz = 1184;

/** "2026-01-05 09:00:00.123+00" needs no Date object to become ISO 8601. */
const getTypeParser = ((oid: number, format?: "text") =>
  oid === timestamptz
    ? (text: string) => `${text.slice(0, 10)}T${text.slice(11, -3)}Z`
    : types.getTypeParser(oid, format)) as typeof types.getTypeParser;

/** Whether an error says that the server, or the way to it, is not there for us; else the statement is to blame. */
function isAway(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return true;
  // Connection lost, out of resources, shutting down or cancelled by the timeout.
  return ["08", "53", "57"].includes(error.code?.slice(0, 2) ?? "");
}
