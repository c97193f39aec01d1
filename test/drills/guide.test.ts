import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventsOf } from "../../sandbox/drill/journal.ts";
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
  // Fewer than a command would run: how many a machine carries at its limit is for the bench to say.
  const jobs = Math.ceil(jobsFor(runtime.kind, free) * 0.7);
  journals = await runAll(drills, world, jobs, { event: () => {}, ended: () => {} });
});
afterAll(() => rm(testPlace, { recursive: true, force: true }));

const journalOf = (name: string): Journal => {
  const found = journals.find(({ drill }) => drill.name === name);
  if (!found) throw new Error(`${name} was not run`);
  return found;
};

test.each(drills.map(({ name, title }) => [name, title]))("%s holds: %s", (name) => {
  const { outcome, findings } = judge(journalOf(name));
  const missed = findings.filter(({ outcome }) => outcome !== "held");
  expect({ outcome, missed }).toEqual({ outcome: "held", missed: [] });
});

test("promtool confirms each on the original rule", () => {
  const unconfirmed = journals.filter((journal) => eventsOf(journal, "confirmed").length !== 1);
  expect(unconfirmed.map(({ drill }) => drill.name)).toEqual([]);
});

test("a fault that is on and off is asked for and lifted as often as it says; one that stays, once", () => {
  const times = (name: string) =>
    (["fault-asked", "fault-acknowledged", "lift-asked", "lift-acknowledged"] as const).map(
      (what) => eventsOf(journalOf(name), what).length,
    );
  expect(times("flapping")).toEqual([6, 6, 6, 6]);
  expect(times("high-error-rate")).toEqual([1, 1, 1, 1]);
});

test("without a fault there is no onset, and nothing fires; with one there is", () => {
  expect(judge(journalOf("all-quiet")).timeline).toMatchObject({ fault: null, firing: null });
  expect(judge(journalOf("high-error-rate")).timeline).toMatchObject({ fault: 0, firing: expect.any(Number) });
});
