import { describe, expect } from "vitest";
import { delayOf } from "../../../sandbox/apps/api/faults/delays.ts";
import { until } from "../../../sandbox/wait.ts";
import { databaseTest as test } from "../../helpers/databases.ts";
import { openApi } from "./open-api.ts";

/** How many requests of a route were answered within 0.1 s, and how many in all. */
async function counted(api: Awaited<ReturnType<typeof openApi>>, route: string) {
  const line = async (name: string, le: string) =>
    (await api.metric(name))
      .find((one) => one.includes(`route="${route}"`) && one.includes(le))
      ?.split(" ")
      .at(-1);
  return {
    fast: Number(await line("http_request_duration_seconds_bucket", 'le="0.1"')),
    all: Number(await line("http_request_duration_seconds_bucket", 'le="+Inf"')),
  };
}

test("each request is answered late, and counted so", async () => {
  await using api = await openApi();
  expect((await api.control("PUT", "/faults/latency", { ms: 150 })).status).toBe(200);
  expect(await api.statuses("/api/bonds", 3)).toEqual([200, 200, 200]);
  expect(await counted(api, "/api/bonds")).toEqual({ fast: 0, all: 3 });
});

test("a ratio of a fifth hits each fifth", async () => {
  await using api = await openApi();
  await api.control("PUT", "/faults/latency", { ms: 150, ratio: 0.2 });
  await api.statuses("/api/bonds", 10);
  expect((await counted(api, "/api/bonds")).all).toBe(10);
  expect((await counted(api, "/api/bonds")).fast).toBeLessThanOrEqual(8);
});

test("only the route that it names waits, and never health or metrics", async () => {
  await using api = await openApi();
  await api.control("PUT", "/faults/latency", { ms: 30_000, route: "/api/bonds/:id" });
  for (const path of ["/api/bonds", "/health/live", "/metrics"]) expect((await api.get(path)).status).toBe(200);
});

test("lifted, those that wait go on at once, and no other waits", async () => {
  await using api = await openApi();
  await api.control("PUT", "/faults/latency", { ms: 30_000 });
  const waiting = api.get("/api/bonds");
  await until(
    async () => {
      const open = Number((await api.metric("active_connections"))[0]?.split(" ")[1]);
      return open > 0 ? { seen: open } : { missing: "nobody asks yet" };
    },
    { what: "a request that waits", withinMs: 20_000 },
  );
  expect((await api.control("DELETE", "/faults/latency")).status).toBe(204);
  expect((await waiting).status).toBe(200);
  expect((await api.get("/api/bonds")).status).toBe(200);
  expect(await (await api.control("GET", "/faults")).json()).toEqual({ faults: [] });
});

describe("a distribution", () => {
  const wanted = { p50: 100, p95: 1500, p99: 3000 };
  test.each([200, 1000])("has its quantiles in any %d requests in a row, the same every time", (count) => {
    const delays = (from: number) => Array.from({ length: count }, (_, n) => delayOf(wanted, from + n));
    for (const from of [0, 777]) {
      const sorted = delays(from).toSorted((a, b) => a - b);
      expect(sorted.filter((ms) => ms <= wanted.p50).length / count).toBeCloseTo(0.5, 1);
      expect(sorted.filter((ms) => ms <= wanted.p95).length / count).toBeCloseTo(0.95, 1);
      expect(sorted.at(-1)).toBeLessThanOrEqual(wanted.p99);
      expect(delays(from)).toEqual(delays(from));
    }
  });

  test("is in force as a whole", async () => {
    await using api = await openApi();
    await api.control("PUT", "/faults/latency", { p50: 120, p95: 130, p99: 140 });
    await api.statuses("/api/bonds", 10);
    const { fast, all } = await counted(api, "/api/bonds");
    expect(all).toBe(10);
    expect(fast).toBeLessThan(10);
  });
});

test.each([
  [{}, /ms is a number from 0 to 30000/],
  [{ ms: 31_000 }, /ms is a number/],
  [{ ms: 10, ratio: 2 }, /ratio is a number from 0 to 1/],
  [{ ms: 10, p50: 10 }, /no parameter ms; there are p50, p95, p99, route/],
  [{ p50: 100, p95: 50, p99: 200 }, /p95 is a number from 100/],
  [{ ms: 10, route: "/none" }, /there is no "\/none"/],
])("%j is refused", async (parameters, detail) => {
  await using api = await openApi();
  const refused = await api.control("PUT", "/faults/latency", parameters);
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ detail: expect.stringMatching(detail) });
});
