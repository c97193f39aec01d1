import { Redis } from "ioredis";
import { randomBytes } from "node:crypto";
import type { Asker } from "./log/asker.ts";
import { redisQuestions } from "./trace/questions.ts";
import type { RedisCommand } from "./trace/questions.ts";
import type { Span } from "./trace/span.ts";
import { Unavailable } from "./unavailable.ts";

/** Who is logged in. */
export interface Session {
  readonly userId: number;
  readonly email: string;
}

interface StoreOptions {
  readonly url: string;
  /** Told once when Redis went away, not for each command. */
  readonly report?: (error: Error) => void;
}

const sessionSeconds = 3600;
/** How old a cached answer may be. */
const cacheSeconds = 5;
/** Without an answer for so long, a command has failed, and for as long Redis is not asked again. */
const commandTimeoutMs = 1000;

/**
 * Redis: sessions and a cache. Away, it costs little: commands fail at once instead of queueing up, and one that
 * hangs spares the next ones the wait. Sessions then reject with Unavailable; the cache is just empty.
 */
export class Store {
  readonly #redis: Redis;
  readonly #question: ReturnType<typeof redisQuestions>;
  readonly #report: ((error: Error) => void) | undefined;
  #away = false;
  #spareUntil = 0;
  /** What is being made for the cache, by its key. */
  readonly #underWay = new Map<string, Promise<string>>();
  /** Until the first connection stands or has failed, commands wait for that; two seconds at most. */
  #first: Promise<void> | undefined;

  constructor({ url, report }: StoreOptions) {
    this.#question = redisQuestions(url);
    this.#report = report;
    this.#redis = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: 2000,
      commandTimeout: commandTimeoutMs,
      // A connection on which nothing comes back any more is given up, and with it what waits there.
      socketTimeout: 2 * commandTimeoutMs,
      retryStrategy: (attempt) => Math.min(50 * attempt, 500),
    });
    const redis = this.#redis;
    this.#first = new Promise<void>((resolve) => {
      redis.once("ready", resolve);
      redis.once("close", resolve);
    }).finally(() => {
      this.#first = undefined;
    });
    this.#redis.on("error", (error: Error) => this.#went(error));
    this.#redis.on("ready", () => {
      this.#away = false;
      this.#spareUntil = 0;
    });
  }

  /** Rejects where Redis does not answer. */
  async ping(): Promise<void> {
    await this.#first;
    await this.#redis.ping();
  }

  /** The token that stands for it, in `authorization: Bearer TOKEN`. */
  async openSession(session: Session, asker: Asker): Promise<string> {
    const token = randomBytes(24).toString("base64url");
    await this.#askFor(asker, "SET session", () =>
      this.#redis.set(`session:${token}`, JSON.stringify(session), "EX", sessionSeconds),
    );
    return token;
  }

  async session(token: string, asker: Asker): Promise<Session | undefined> {
    const text = await this.#askFor(asker, "GET session", () => this.#redis.get(`session:${token}`));
    return text === null ? undefined : (JSON.parse(text) as Session);
  }

  /**
   * What was kept under this key, or what `make` gives; kept then, unless Redis is away. Who asks while it is being made
   * waits for that: a database that is slow is not asked the same by everybody who comes meanwhile.
   */
  async cached(key: string, make: () => Promise<string>, asker: Asker): Promise<string> {
    const look = () => this.#redis.get(`cache:${key}`);
    const kept = await this.#askFor(asker, "GET cache", look).catch(() => null);
    if (kept !== null) return kept;
    const others = this.#underWay.get(key);
    if (others !== undefined) return others;
    const making = make();
    this.#underWay.set(key, making);
    try {
      const made = await making;
      // Nobody waits for it, and nobody minds if it fails; what was forgotten meanwhile is of before, and not kept.
      if (this.#underWay.get(key) === making)
        this.#ask(() => this.#redis.set(`cache:${key}`, made, "EX", cacheSeconds)).catch(() => {});
      return made;
    } finally {
      if (this.#underWay.get(key) === making) this.#underWay.delete(key);
    }
  }

  forget(key: string): void {
    this.#underWay.delete(key);
    this.#ask(() => this.#redis.del(`cache:${key}`)).catch(() => {});
  }

  close(): void {
    this.#redis.disconnect();
  }

  /** What a request waits for. */
  async #askFor<T>(asker: Asker, what: RedisCommand, command: () => Promise<T>): Promise<T> {
    asker.spans += 1;
    const span = asker.span?.ask(this.#question(what));
    return span === undefined ? this.#ask(command) : this.#ask(command, span).finally(() => span.end());
  }

  async #ask<T>(command: () => Promise<T>, span?: Span): Promise<T> {
    if (performance.now() < this.#spareUntil) {
      span?.fail("spared");
      throw new Unavailable("session store", new Error("it did not answer a moment ago"));
    }
    if (this.#first !== undefined) await this.#first;
    const asked = performance.now();
    try {
      return await command();
    } catch (error) {
      const now = performance.now();
      if (now - asked >= commandTimeoutMs) this.#spareUntil = now + commandTimeoutMs;
      span?.fail(error as Error);
      this.#went(error as Error);
      throw new Unavailable("session store", error);
    }
  }

  #went(error: Error): void {
    if (!this.#away) this.#report?.(error);
    this.#away = true;
  }
}
