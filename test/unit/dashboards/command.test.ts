import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCommand } from "../../helpers/command.ts";
import { fixturesDirectory, projectFixtures } from "../../helpers/fixtures.ts";

const place = await fixturesDirectory({ "grafana/dashboards/slo.json": null, "grafana/dashboards/mine.json": "{}" });
const places = [place];
afterAll(() => Promise.all(places.map((one) => rm(one, { recursive: true, force: true }))));
const dashboards = (...args: string[]) => runCommand("dashboards.ts", ["--fixtures", place, ...args]);
const slo = (directory: string) => readFile(path.join(directory, "grafana/dashboards/slo.json"), "utf8");

test("npm run dashboards says what is out of date, writes that and nothing else, and leaves a team's own dashboard alone", async () => {
  const stale = await dashboards("--check");
  expect(stale).toMatchObject({ status: 1, stdout: "" });
  expect(stale.stderr).toBe(
    "mine.json is written by nobody: remove it, unless you write it yourself\n" +
      "slo.json is out of date: run npm run dashboards\n",
  );
  const { status, stderr } = await dashboards();
  expect({ status, stderr }).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/\nslo\.json written\n$/) as unknown,
  });
  expect(await slo(place)).toBe(await slo(projectFixtures));
  expect(await readFile(path.join(place, "grafana/dashboards/mine.json"), "utf8")).toBe("{}");
});

test("where an alert that a panel names has no runbook, it ends with 64 and writes nothing", async () => {
  const name = "prometheus/rules/bailbondpro.yml";
  const rules = await readFile(path.join(projectFixtures, name), "utf8");
  const wrong = await fixturesDirectory({ [name]: rules.replaceAll("runbook_url", "runbook") });
  places.push(wrong);
  const { status, stderr } = await runCommand("dashboards.ts", ["--fixtures", wrong]);
  expect(status).toBe(64);
  expect(stderr).toContain("no alert `HighResponseTime` with a runbook_url");
});
