import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Journal } from "../../sandbox/drill/journal.ts";
import { judge } from "../../sandbox/drill/judge.ts";
import { capacityMeter, jobsFor } from "../../sandbox/drill/play/jobs.ts";
import { runAll } from "../../sandbox/drill/play/run-all.ts";
import { readFixtures } from "../../sandbox/drill/read/fixtures.ts";
import { selectDrills } from "../../sandbox/drill/read/select.ts";
import { processRuntime } from "../../sandbox/stack/process-runtime.ts";
import { prepareFor } from "../helpers/drills.ts";
import { projectFixtures } from "../helpers/fixtures.ts";
import { testPlace } from "../helpers/runtimes.ts";

const capacity = capacityMeter();
const fixtures = await readFixtures(projectFixtures);
const drills = selectDrills(fixtures, [], false);
const free = capacity();
let journals: readonly Journal[] = [];

beforeAll(async () => {
  await using runtime = await processRuntime();
  await prepareFor(runtime);
  const world = { runtime, why: "a test", fixtures, factor: "auto" } as const;
  journals = await runAll(drills, world, jobsFor(runtime.kind, free), { event: () => {}, ended: () => {} });
});
afterAll(() => rm(testPlace, { recursive: true, force: true }));

test.each(drills.map(({ name, title }) => [name, title]))("%s holds: %s", (name) => {
  const verdict = journals.filter((journal) => journal.drill.name === name).map(judge)[0];
  const missed = verdict?.findings.filter(({ outcome }) => outcome !== "held");
  expect({ outcome: verdict?.outcome, missed }).toEqual({ outcome: "held", missed: [] });
});
