import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { startLoad } from "../../load/driver.ts";
import type { Load } from "../../load/driver.ts";
import { loadControl } from "../../sandbox/drill/play/load-control.ts";
import { Surges } from "../../sandbox/drill/play/surges.ts";
import { until } from "../../sandbox/wait.ts";
import { HttpTarget } from "../helpers/http-target.ts";
import { loadUntil } from "../helpers/load-account.ts";

const profile = { title: "test", rate: 200, requests: [{ method: "GET" as const, path: "/users", weight: 1 }] };
const patient = { timeoutMs: 15_000 };
/** The clock of spans has no fractions: what happened before it was read may bear its time, but not the next one. */
const tickMs = 1;
const ok = (response: ServerResponse): void => void response.end("ok");

async function fiftyMore(load: Load): Promise<void> {
  const enough = load.result().completed + 50;
  await loadUntil(load, "50 more of the users' own", (now) => now.completed >= enough);
}

test("a load that is thinned sends that share, is wanted at that rate, and goes on as before", async () => {
  await using target = await new HttpTarget(ok).listen();
  await using load = await startLoad(profile, target.url, patient);
  await loadUntil(load, "100 answers", (now) => now.completed >= 100);
  const thin = load.pace(0.1);
  const from = Date.now() + tickMs;
  await until(async () => (load.between(from, Date.now()).due >= 10 ? { seen: true } : { missing: "not ten yet" }), {
    what: "ten requests of a thin load",
    withinMs: 30_000,
  });
  const to = Date.now();
  const seen = load.between(from, to);
  thin[Symbol.dispose]();
  const end = Date.now();
  const enough = load.result().completed + 100;
  expect(seen.wantedPerSecond).toBeCloseTo(20, -1);
  // Evenly: whatever the time that it took, it is off by one at each of its ends at most.
  expect(Math.abs(seen.due - (20 * (to - from)) / 1000)).toBeLessThanOrEqual(2);
  expect(seen.sent + seen.lost + seen.missed).toBe(seen.due);
  await loadUntil(load, "another 100", (now) => now.completed >= enough);
  const after = load.between(end + tickMs, Date.now());
  expect(after.wantedPerSecond).toBe(200);
});

test("nothing at all is sent of a share of nothing", async () => {
  await using target = await new HttpTarget(ok).listen();
  await using load = await startLoad(profile, target.url, patient);
  await loadUntil(load, "20 answers", (now) => now.completed >= 20 && now.inFlight === 0);
  const thin = load.pace(0);
  const before = load.result().due;
  const from = Date.now() + tickMs;
  await until(async () => (Date.now() - from > 300 ? { seen: true } : { missing: "too short to tell" }), {
    what: "a stretch of time",
    withinMs: 5_000,
  });
  expect(load.result().due).toBe(before);
  expect(load.between(from, Date.now())).toMatchObject({ due: 0, wantedPerSecond: 0, behind: null });
  thin[Symbol.dispose]();
});

test("what is added goes to the same target, in its own mix, until it is taken away", async () => {
  await using target = await new HttpTarget(ok).listen();
  await using load = await startLoad(profile, target.url, patient);
  const posts = () => target.seen.filter((one) => one.line === "POST /login").length;
  await using surges = new Surges(new Map(), target.url);
  const added = await loadControl(load, surges, target.url, patient).add(
    [{ method: "POST", path: "/login", weight: 1 }],
    100,
  );
  await until(async () => (posts() >= 20 ? { seen: true } : { missing: `only ${posts()}` }), {
    what: "20 of what was added",
    withinMs: 30_000,
  });
  await added[Symbol.asyncDispose]();
  // What was sent before is on its way still, though nobody waits for its answer: it is there before what is sent now.
  await fiftyMore(load);
  const end = posts();
  await fiftyMore(load);
  expect(posts()).toBe(end);
});
