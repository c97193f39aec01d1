import { describe, expect } from "vitest";
import { Client } from "pg";
import { until } from "../../../sandbox/wait.ts";
import { databases, databaseTest as test, freshDatabases } from "../../helpers/databases.ts";
import { openApi } from "./open-api.ts";

type Api = Awaited<ReturnType<typeof openApi>>;

async function level(api: Api, name: string): Promise<number> {
  return Number((await api.metric(name))[0]?.split(" ")[1]);
}

/** How many queries, of all databases, sleep by the server's own account. */
async function asking(sql: string): Promise<number> {
  const client = new Client(`postgres://firedrill:firedrill@${databases.postgres().url("tcp").host}/bailbondpro`);
  await client.connect();
  try {
    return (await client.query<Record<string, string>>(sql)).rows.map((row) => Number(Object.values(row)[0]))[0] ?? 0;
  } finally {
    await client.end();
  }
}

const asleep = "select count(*) from pg_stat_activity where state = 'active' and query like 'select pg_sleep(%'";
const endAsleep = `select count(pg_terminate_backend(pid)) from pg_stat_activity where state = 'active' and query like 'select pg_sleep(%'`;

async function untilAsleep(count: number): Promise<void> {
  await until(
    async () => {
      const found = await asking(asleep);
      return found === count ? { seen: found } : { missing: `${found} sleep` };
    },
    { what: `${count} queries to sleep`, withinMs: 10_000 },
  );
}

describe("pool", () => {
  test("a share of the connections is held by real queries, the rest serves on; lifted, all are back", async () => {
    await using api = await openApi();
    expect((await api.control("PUT", "/faults/pool", { share: 0.9 })).status).toBe(200);
    expect(await level(api, "db_connections_active")).toBe(9);
    expect(await level(api, "db_connections_max")).toBe(10);
    await untilAsleep(9);
    expect((await api.get("/api/bonds")).status).toBe(200);
    expect((await api.control("DELETE", "/faults/pool")).status).toBe(204);
    expect(await level(api, "db_connections_active")).toBe(0);
    expect(await level(api, "db_connections_idle")).toBeGreaterThanOrEqual(9);
    expect(await asking(asleep)).toBe(0);
    expect((await api.get("/api/bonds")).status).toBe(200);
  });

  test("with all of them held nothing is answered that needs one, until it is lifted", async () => {
    await using api = await openApi();
    await api.control("PUT", "/faults/pool", { share: 1 });
    const waiting = api.get("/api/bonds");
    await until(
      async () => ((await level(api, "db_connections_waiting")) > 0 ? { seen: true } : { missing: "nobody waits" }),
      { what: "a query that waits for a connection", withinMs: 20_000 },
    );
    expect((await api.control("DELETE", "/faults/pool")).status).toBe(204);
    expect([200, 503]).toContain((await waiting).status); // it may have given up before
    expect((await api.get("/api/bonds")).status).toBe(200);
  });

  test("connections that break are taken again", async () => {
    await using api = await openApi();
    await api.control("PUT", "/faults/pool", { share: 0.5 });
    await untilAsleep(5);
    expect(await asking(endAsleep)).toBe(5);
    await untilAsleep(5);
    expect((await api.control("DELETE", "/faults/pool")).status).toBe(204);
    expect(await level(api, "db_connections_active")).toBe(0);
  });

  test("another share takes the place of the one before", async () => {
    await using api = await openApi();
    await api.control("PUT", "/faults/pool", { share: 0.8 });
    await api.control("PUT", "/faults/pool", { share: 0.2 });
    expect(await level(api, "db_connections_active")).toBe(2);
  });

  test("where there is no database it is refused, and nothing is in force", async () => {
    await using fresh = await freshDatabases();
    const env = { ...fresh.env, DATABASE_URL: "postgres://firedrill:firedrill@127.0.0.1:1/none" };
    await using api = await openApi("error", { env, [Symbol.asyncDispose]: async () => {} });
    const refused = await api.control("PUT", "/faults/pool", { share: 0.5 });
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ detail: expect.stringMatching(/no 5 connections could be taken/) });
    expect(await (await api.control("GET", "/faults")).json()).toEqual({ faults: [] });
  });
});

describe("slow-query", () => {
  const slow = async (api: Api) => {
    const lines = await api.metric("db_query_duration_seconds_bucket");
    const sum = (le: string) =>
      lines.filter((line) => line.includes(le)).reduce((total, line) => total + Number(line.split(" ").at(-1)), 0);
    return sum('le="+Inf"') - sum('le="0.05"');
  };

  test("each query takes so long, by the server's clock; lifted, no other does", async () => {
    await using api = await openApi();
    expect((await api.control("PUT", "/faults/slow-query", { ms: 60 })).status).toBe(200);
    expect(await api.statuses("/api/bonds/1", 3)).toEqual([200, 200, 200]);
    expect(await slow(api)).toBeGreaterThanOrEqual(3);
    expect((await api.control("DELETE", "/faults/slow-query")).status).toBe(204);
    expect((await api.get("/api/bonds/1")).status).toBe(200);
    expect(await (await api.control("GET", "/faults")).json()).toEqual({ faults: [] });
  });

  test("lifted while a query sleeps, that query is answered", async () => {
    await using api = await openApi();
    await api.control("PUT", "/faults/slow-query", { ms: 4000 });
    const waiting = api.get("/api/bonds/1");
    await untilAsleep(1);
    await api.control("DELETE", "/faults/slow-query");
    expect((await waiting).status).toBe(200);
  });

  test("a connection that breaks meanwhile is an error of that query, not of the process", async () => {
    await using api = await openApi();
    await api.control("PUT", "/faults/slow-query", { ms: 4000 });
    const waiting = api.get("/api/bonds/1");
    await until(async () => ((await asking(endAsleep)) > 0 ? { seen: true } : { missing: "none sleeps" }), {
      what: "a query that sleeps to be ended",
      withinMs: 20_000,
    });
    expect((await waiting).status).toBe(503);
    await api.control("DELETE", "/faults/slow-query");
    expect((await api.get("/api/bonds/1")).status).toBe(200);
  });
});

test.each([
  ["pool", {}, /share is a number from 0 to 1/],
  ["slow-query", { ms: 5000 }, /ms is a number from 0 to 4000/],
  ["slow-query", { ms: 50, route: "/api/bonds" }, /no parameter route; there are ms, ratio/],
])("%s refuses %j", async (kind, parameters, detail) => {
  await using api = await openApi();
  const refused = await api.control("PUT", `/faults/${kind}`, parameters);
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ detail: expect.stringMatching(detail) });
});
