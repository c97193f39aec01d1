import { rm } from "node:fs/promises";
import { Redis } from "ioredis";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FiredrillError } from "../../sandbox/errors.ts";
import { postgres } from "../../sandbox/services/postgres.ts";
import { redis } from "../../sandbox/services/redis.ts";
import type { Network, Running, Runtime } from "../../sandbox/stack/service.ts";
import { whatIsMissing } from "../../sandbox/stack/process/ready.ts";
import { throughout } from "../../sandbox/wait.ts";
import { listeners } from "../helpers/listeners.ts";
import { runtimes, testPlace } from "../helpers/runtimes.ts";
import type { TestRuntime } from "../helpers/runtimes.ts";

afterAll(() => rm(testPlace, { recursive: true, force: true }));

for (const one of runtimes) {
  const missing = one.missing ?? (await whyNot(one));
  if (missing === undefined)
    describe(`as a ${one.kind}`, () => {
      databases(one);
    });
  else test.skip(`databases as a ${one.kind}: ${missing}`, () => {});
}

async function whyNot({ open }: TestRuntime): Promise<string | undefined> {
  await using runtime = await open();
  try {
    await runtime.prepare([postgres(), redis()], [], () => {});
    return undefined;
  } catch (error) {
    if (error instanceof FiredrillError && /^(program|image)-missing$/.test(error.code))
      return error.message.split("\n")[0];
    throw error;
  }
}

function databases({ open, remains }: TestRuntime): void {
  let runtime: Runtime;
  let network: Network;
  let database: Running<"tcp">;
  let cache: Running<"tcp">;
  beforeAll(async () => {
    runtime = await open();
    network = await runtime.network("databases");
    [database, cache] = await Promise.all([network.start(postgres()), network.start(redis())]);
  });
  afterAll(async () => {
    await runtime[Symbol.asyncDispose]();
    expect(await remains()).toEqual({ running: [], kept: [] });
  });

  test.skipIf(process.platform !== "linux")("both listen on loopback only", async () => {
    for (const { url } of [database, cache]) expect(await listeners(Number(url("tcp").port))).toEqual(["127.0.0.1"]);
  });

  describe("PostgreSQL", () => {
    test("is ready once its database answers a query of its user", async () => {
      await using client = await connected(database);
      const { rows } = await client.query("SELECT current_database() AS database, current_user AS user");
      expect(rows).toEqual([{ database: "bailbondpro", user: "firedrill" }]);
    });

    test("is not ready for a database that it does not have: what is missing is its answer", async () => {
      const { ready } = postgres();
      if (!("says" in ready)) throw new TypeError("it is not asked in its own words");
      const asked = { portOf: () => Number(database.url("tcp").port), command: [], env: {}, cwd: "/" };
      const missing = (says: string): Promise<string | undefined> =>
        whatIsMissing({ ...asked, ready: { ...ready, says } }, new AbortController().signal);
      const wrong = ready.says.replace("bailbondpro", "bailbondpr0");
      expect(await missing(wrong)).toContain('database \\"bailbondpr0\\" does not exist');
      // The twin: the one that it has.
      expect(await missing(ready.says)).toBeUndefined();
    });

    test("has after a kill what was committed before, and not what was not", async () => {
      const before = await connected(database);
      await before.query("CREATE TABLE kept (word text)");
      await before.query("INSERT INTO kept VALUES ('committed')");
      await before.query("BEGIN; INSERT INTO kept VALUES ('open')");
      const killed = await database.kill();
      await expect(connected(database)).rejects.toThrow(/ECONNREFUSED|terminated|reset/);
      await killed[Symbol.asyncDispose]();
      await using after = await connected(database);
      expect((await after.query("SELECT word FROM kept")).rows).toEqual([{ word: "committed" }]);
    });

    test("says nothing while it is paused, not even to those who are connected, and answers when it is thawed", async () => {
      await using client = await connected(database);
      const ask = () => client.query("SELECT 1 AS one");
      const paused = await database.pause();
      const unanswered = await silence(ask());
      expect(unanswered.silent).toBe(true);
      await paused[Symbol.asyncDispose]();
      expect(await unanswered.answer).toMatchObject({ rows: [{ one: 1 }] });
      // The twin: one that is not paused is not silent, however long a busy machine may be.
      expect((await silence(ask(), 20_000)).silent).toBe(false);
    });
  });

  describe("Redis", () => {
    test("answers, and keeps nothing over a kill", async () => {
      await using client = await caching(cache);
      await client.set("word", "kept in memory");
      expect(await client.get("word")).toBe("kept in memory");
      const killed = await cache.kill();
      await expect(caching(cache)).rejects.toThrow(/closed|ECONNREFUSED|ECONNRESET/);
      await killed[Symbol.asyncDispose]();
      await using after = await caching(cache);
      expect(await after.get("word")).toBeNull();
    });

    test("says nothing while it is paused, and answers when it is thawed", async () => {
      await using client = await caching(cache);
      const paused = await cache.pause();
      const unanswered = await silence(client.ping());
      expect(unanswered.silent).toBe(true);
      await paused[Symbol.asyncDispose]();
      expect(await unanswered.answer).toBe("PONG");
      expect((await silence(client.ping(), 20_000)).silent).toBe(false);
    });
  });
}

async function connected(database: Running<"tcp">): Promise<Client & AsyncDisposable> {
  const { hostname, port } = database.url("tcp");
  const client = new Client(`postgres://firedrill:firedrill@${hostname}:${port}/bailbondpro`);
  client.on("error", () => {}); // it is told to whoever asks next
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

async function caching(cache: Running<"tcp">): Promise<Redis & AsyncDisposable> {
  const { hostname, port } = cache.url("tcp");
  const client = new Redis(Number(port), hostname, { lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => {});
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: async () => client.disconnect() });
}

/** Whether no answer comes for a while; and the answer, should it come later. */
async function silence<T>(
  answer: Promise<T>,
  withinMs = 300,
): Promise<{ readonly silent: boolean; readonly answer: Promise<T> }> {
  let answered = false;
  void answer.then(() => (answered = true));
  const silent = await throughout(async () => (answered ? { missing: "it answered" } : { seen: true }), {
    what: "silence",
    withinMs,
  }).then(
    () => true,
    () => false,
  );
  return { silent, answer };
}
