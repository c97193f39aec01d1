import { Redis } from "ioredis";
import { Client } from "pg";
import { test } from "vitest";
import { migrate, readMigrations } from "../../sandbox/apps/api/migrate.ts";
import { externalApi } from "../../sandbox/services/external-api.ts";
import { postgres } from "../../sandbox/services/postgres.ts";
import { redis } from "../../sandbox/services/redis.ts";
import { processStack } from "./process-stack.ts";

const migrationsFolder = "sandbox/apps/api/migrations";
const postgresService = postgres();
const redisService = redis();
const externalService = externalApi();
const stack = await processStack([postgresService, redisService, externalService], "databases");

/** Of a test file that needs them: skipped, and one that says why beside it, where a program can't be had here. */
export const databaseTest = stack.missing === undefined ? test : test.skip;
if (stack.missing !== undefined) test.skip(`the databases: ${stack.missing.split("\n")[0]}`, () => {});

export const databases = {
  postgres: () => stack.running(postgresService),
  redis: () => stack.running(redisService),
  externalApi: () => stack.running(externalService),
};

let count = 0;
let seeded: Promise<void> | undefined;

/**
 * A database of its own, with schema and seed data (or empty), and an empty Redis, by the names of the API's environment.
 * Disposing drops the database.
 */
export async function freshDatabases({ empty = false } = {}) {
  const server = databases.postgres().url("tcp").host;
  seeded ??= seed(server);
  await seeded;
  count += 1;
  const name = `fresh${count}`;
  await inside(server, async (client) => {
    await client.query(`create database ${name} template ${empty ? "bailbondpro" : "seeded"} strategy file_copy`);
  });
  const url = `redis://${databases.redis().url("tcp").host}`;
  const store = new Redis(url);
  await store.flushall();
  store.disconnect();
  return {
    env: {
      DATABASE_URL: `postgres://firedrill:firedrill@${server}/${name}`,
      REDIS_URL: url,
      EXTERNAL_API_URL: databases.externalApi().url("http").origin,
      MIGRATIONS_DIR: migrationsFolder,
    },
    [Symbol.asyncDispose]: () =>
      inside(server, async (client) => {
        await client.query(`drop database ${name} with (force)`);
      }),
  };
}

/** Once for all tests of a file: copies are cheaper. */
async function seed(server: string): Promise<void> {
  await inside(server, async (client) => {
    await client.query("create database seeded template bailbondpro strategy file_copy");
  });
  const migrations = await readMigrations(migrationsFolder);
  await inside(server, (client) => migrate(client, migrations), "seeded");
}

async function inside(server: string, work: (client: Client) => Promise<void>, name = "bailbondpro"): Promise<void> {
  const client = new Client(`postgres://firedrill:firedrill@${server}/${name}`);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
