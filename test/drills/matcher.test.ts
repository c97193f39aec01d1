import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defineDrill } from "../../sandbox/drill/drill.ts";
import { readFixtures } from "../../sandbox/drill/read/fixtures.ts";
import { drillMatchers } from "../../sandbox/report/matcher.ts";
import { processRuntime } from "../../sandbox/stack/process-runtime.ts";
import type { Runtime } from "../../sandbox/stack/service.ts";
import { prepareFor } from "../helpers/drills.ts";
import { projectFixtures } from "../helpers/fixtures.ts";
import { testPlace } from "../helpers/runtimes.ts";

const drill = defineDrill({
  name: "one-request-in-five",
  title: "One request in five fails",
  alert: "HighErrorRate",
  load: "steady",
  fault: { kind: "http-error", ratio: 0.2 },
  expect: {
    firing: { within: "9m" },
    delivered: { to: ["slack", "email", "pagerduty"], within: "10m" },
    others: "none",
  },
});

let runtime: Runtime;
beforeAll(async () => {
  runtime = await processRuntime();
  await prepareFor(runtime);
  const fixtures = await readFixtures(projectFixtures);
  expect.extend(drillMatchers({ runtime, why: "a test", fixtures, factor: "auto" }));
});
afterAll(async () => {
  await runtime[Symbol.asyncDispose]();
  await rm(testPlace, { recursive: true, force: true });
});

test("a 20 % error rate pages", async () => {
  await expect(drill).toHold();
});

test("the same with a bound that even the ideal misses does not hold, and says why", async () => {
  const hasty = { ...drill, expect: { firing: { within: "6m" }, others: "none" } } as const;
  await expect(expect(hasty).toHold()).rejects.toThrow(/even the ideal signal needs 6m15s/);
});

test("a drill that names what the fixtures do not have is refused before anything starts", async () => {
  const slip = { ...drill, alert: "HighErorRate" };
  await expect(expect(slip).toHold()).rejects.toThrow(/unknown alert `HighErorRate`; did you mean `HighErrorRate`/);
});
