import { get } from "node:http";
import { Pool } from "pg";
import { connectionOptions } from "./database.ts";
import type { Asker } from "./log/asker.ts";
import type { Store } from "./store.ts";
import { httpQuestion } from "./trace/questions.ts";

/** What one dependency has to say. `duration` is in ms. */
export interface CheckResult {
  readonly status: "healthy" | "unhealthy";
  readonly duration: number;
  readonly message: string;
}

/** Never rejects, and never takes much longer than its five seconds. What it asks is asked for `asker`, where there is one. */
export type Check = (asker?: Asker) => Promise<CheckResult>;

const timeoutMs = 5000;

/** Who asks while one look is under way gets its result: questions can't pile up before something that hangs. */
function check(look: (asker: Asker | undefined) => Promise<string>): Check {
  const timed = async (asker: Asker | undefined): Promise<CheckResult> => {
    const start = performance.now();
    const duration = () => Math.round(performance.now() - start);
    const late = new Promise<never>((_resolve, reject) => {
      const deadline = AbortSignal.timeout(timeoutMs);
      deadline.addEventListener("abort", () => reject(new Error(`no answer within ${timeoutMs} ms`)));
    });
    // Past the race, nobody asks for it any more.
    late.catch(() => {});
    try {
      return { status: "healthy", message: await Promise.race([look(asker), late]), duration: duration() };
    } catch (error) {
      return { status: "unhealthy", message: messageOf(error), duration: duration() };
    }
  };
  let underWay: Promise<CheckResult> | undefined;
  return (asker) => {
    underWay ??= timed(asker).finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

/**
 * A connection of its own: a check takes none from the requests, and tells whether the database answers, not whether
 * the pool is busy (db_connections_waiting tells that).
 */
export function databaseCheck(url: string): { readonly check: Check; close(): Promise<void> } {
  const pool = new Pool({ ...connectionOptions(url), max: 1 });
  // What broke is found by the next check.
  pool.on("error", () => {});
  return {
    check: check(async () => {
      await pool.query("select 1");
      return "answers queries";
    }),
    close: () => pool.end(),
  };
}

export function redisCheck(store: Store): Check {
  return check(async () => {
    await store.ping();
    return "answers PING";
  });
}

/** Whoever is asked learns of which trace it is. */
export function httpCheck(url: string): Check {
  const page = new URL("/health", url);
  return check(async (asker) => {
    const span = asker?.span?.ask(httpQuestion(page));
    try {
      const status = await statusOf(page, (span ?? asker?.span)?.headers() ?? {});
      span?.set({ "http.response.status_code": status });
      if (status === 200) return "answers with 200";
      throw new Error(`answers with ${status}`);
    } catch (error) {
      span?.fail(error as Error);
      throw error;
    } finally {
      span?.end();
    }
  });
}

function statusOf(page: URL, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(page, { headers, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", reject);
  });
}

/** A refused connection to a name with two addresses has an empty message of its own, and the two inside. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  const message = error instanceof Error ? error.message : String(error);
  return ofTheClient.test(message) ? "there is no connection, and none could be made" : message;
}

/** How ioredis says that it has no connection: in terms of its own options. */
const ofTheClient = /max retries per request|Stream isn't writeable|Connection is closed/;
