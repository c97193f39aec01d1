import { expect } from "vitest";
import { memory } from "../../../sandbox/apps/api/faults/memory.ts";
import { until } from "../../../sandbox/wait.ts";
import { databaseTest as test } from "../../helpers/databases.ts";
import { openApi } from "./open-api.ts";

const rss = () => process.memoryUsage.rss();

test("memory is really taken, up to its share of the limit, and given back", async () => {
  const before = rss();
  const limit = before + 200_000_000;
  const share = (before + 150_000_000) / limit;
  const fault = memory(limit);
  expect(await fault.set({ share })).toBeUndefined();
  expect(rss()).toBeGreaterThanOrEqual(before + 140_000_000);
  expect(fault.current()).toEqual({ share });
  await fault.clear();
  await until(
    async () => (rss() < before + 75_000_000 ? { seen: true } : { missing: `${rss() - before} bytes more` }),
    { what: "the memory to be given back", withinMs: 20_000 },
  );
  expect(fault.current()).toBeUndefined();
});

test("memory that the process has anyway is not taken once more", async () => {
  const before = rss();
  const fault = memory(2 * before);
  await fault.set({ share: 0.1 });
  expect(rss()).toBeLessThan(1.5 * before);
  await fault.clear();
});

test("under a CPU burn the control port answers, so that it can be lifted", async () => {
  await using api = await openApi();
  const used = (since: NodeJS.CpuUsage) => process.cpuUsage(since).user;
  const busy = async (): Promise<number> => {
    const [begun, start] = [process.cpuUsage(), performance.now()];
    await until(async () => (performance.now() - start > 400 ? { seen: true } : { missing: "too short to tell" }), {
      what: "a stretch of time",
      withinMs: 20_000,
    });
    return used(begun) / 1000 / (performance.now() - start);
  };
  expect((await api.control("PUT", "/faults/cpu-burn", { share: 0.95 })).status).toBe(200);
  const burning = await busy();
  expect((await api.get("/api/bonds")).status).toBe(200);
  expect((await api.control("DELETE", "/faults/cpu-burn")).status).toBe(204);
  expect(await busy()).toBeLessThan(burning);
});

test.each([
  ["memory", { share: 1.2 }, /share is a number from 0 to 1/],
  ["memory", { share: 0.5, route: "/api/bonds" }, /no parameter route; there are share/],
  ["cpu-burn", { share: 1 }, /share is a number from 0 to 0.95/],
  ["cpu-burn", undefined, /parameters are an object with share/],
])("%s refuses %j", async (kind, parameters, detail) => {
  await using api = await openApi();
  const refused = await api.control("PUT", `/faults/${kind}`, parameters);
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ detail: expect.stringMatching(detail) });
});
