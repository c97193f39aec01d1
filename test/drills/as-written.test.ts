import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { check } from "../../sandbox/drill/cover/check.ts";
import type { Journal } from "../../sandbox/drill/journal.ts";
import { judge } from "../../sandbox/drill/judge.ts";
import { capacityMeter, jobsFor } from "../../sandbox/drill/play/jobs.ts";
import { runAll } from "../../sandbox/drill/play/run-all.ts";
import { readFixtures } from "../../sandbox/drill/read/fixtures.ts";
import type { Fixtures } from "../../sandbox/drill/read/fixtures.ts";
import { renderCheck } from "../../sandbox/report/check.ts";
import { processRuntime } from "../../sandbox/stack/process-runtime.ts";
import { prepareFor } from "../helpers/drills.ts";
import { projectFixtures } from "../helpers/fixtures.ts";
import { testPlace } from "../helpers/runtimes.ts";

const folder = path.join(projectFixtures, "as-written");
afterAll(() => rm(testPlace, { recursive: true, force: true }));

describe("the guide's alerts as written, each with its true cause", () => {
  const runtime = processRuntime();
  let fixtures: Fixtures;
  let journals: readonly Journal[];
  beforeAll(async () => {
    const capacity = capacityMeter();
    fixtures = await readFixtures(folder);
    const jobs = jobsFor("process", capacity());
    await prepareFor(await runtime);
    const drills = fixtures.drills.map(({ drill }) => drill);
    const world = { runtime: await runtime, why: "a test", fixtures, factor: "auto" } as const;
    journals = await runAll(drills, world, jobs, { event: () => {}, ended: () => {} });
  });
  afterAll(async () => (await runtime)[Symbol.asyncDispose]());

  const verdict = (alert: string) => {
    const journal = journals.find(({ drill }) => drill.alert === alert);
    if (!journal) throw new Error(`no drill of ${alert}`);
    return judge(journal);
  };

  test.each([
    ["HighErrorRate", ["`error_rate`"]],
    ["HighResponseTime", ["`http_request_duration_seconds`; did you mean `http_request_duration_seconds_"]],
    ["HighMemoryUsage", ["`memory_usage_percent`"]],
    ["DbConnectionIssues", ["`db_connections_active`", "`db_connections_max`"]],
  ])("%s can never fire, and the verdict says which series is missing", (alert, missing) => {
    expect(verdict(alert).findings).toEqual(
      missing.map((what) => ({
        what: `${alert} can fire`,
        outcome: "deviated",
        observed: expect.stringContaining(`can never fire: nothing exports ${what}`),
      })),
    );
  });

  test("twin: LowAvailability fires, is delivered and resolves, once the API is scraped where it is", () => {
    const { outcome, findings, notes } = verdict("LowAvailability");
    expect({ outcome, missed: findings.filter((one) => one.outcome !== "held") }).toEqual({
      outcome: "held",
      missed: [],
    });
    expect(notes).toContain("not scraped here: localhost:3000 (job bailbondpro-api)");
  });
});

test("and what no drill can show of them is a gap to the check", async () => {
  const found = await check(folder, path.join(testPlace, "no-reports"), "2026-11-24");
  expect(found.ok).toBe(false);
  expect(found.alerts.map(({ alert, missing }) => [alert, missing.includes("near miss")])).toEqual(
    ["HighErrorRate", "HighResponseTime", "LowAvailability", "HighMemoryUsage", "DbConnectionIssues"].map((alert) => [
      alert,
      true,
    ]),
  );
  expect(renderCheck(found, { columns: 100, colour: false })).toContain("5 alerts: 0 covered, 5 with gaps");
});
