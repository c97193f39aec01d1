import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Check } from "../../sandbox/drill/cover/check.ts";
import { runCommand } from "../helpers/command.ts";
import { fixturesDirectory, projectFixtures } from "../helpers/fixtures.ts";

const places: string[] = [];
afterAll(() => Promise.all(places.map((place) => rm(place, { recursive: true, force: true }))));

const asWritten = path.join(projectFixtures, "as-written");
const check = (...args: string[]) => runCommand("check.ts", args);

describe("npm run check", () => {
  test("ends with 1 where there are gaps, and writes no colour where nobody looks", async () => {
    const { status, stdout, stderr } = await check("--fixtures", asWritten, "--report", "no-such-reports");
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toMatch(/^1 {2}HighErrorRate +✓ +slack email pagerduty +✗ no +✗ no +✗ no$/m);
    expect(stdout).not.toContain("\u001b");
  });

  test("with --json says the same to programs, and nothing else", async () => {
    const { status, stdout } = await check("--fixtures", asWritten, "--report", "no-such-reports", "--json");
    expect(status).toBe(1);
    const found = JSON.parse(stdout) as Check;
    expect(found).toMatchObject({ schema: 1, ok: false });
    expect(found.alerts[0]?.missing).toEqual(["resolves", "near miss", "quiet"]);
  });

  test("twin: with every gap waived, and nothing found in the files, it ends with 0", async () => {
    const { status, stdout } = await check("--report", "none", "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, findings: [], alerts: expect.any(Array) });
  });

  test("with a PATH looks at these files alone, and ends with 1 where something is found", async () => {
    const { status, stdout, stderr } = await check(asWritten, "--github");
    expect(status).toBe(1);
    expect(stdout).toMatch(/^fixtures\/as-written\/prometheus\/alert_rules\.yml:7:15: metric-not-exported: /m);
    expect(stdout).toContain("\n          expr: error_rate > 0.05\n                ^^^^^^^^^^\n");
    expect(stdout).not.toContain("near miss");
    expect(stderr).toContain(
      "::error file=fixtures/as-written/prometheus/alert_rules.yml,line=7,col=15,endColumn=25,title=metric-not-exported::",
    );
  });

  test("ends with 64 where there is nothing to check", async () => {
    const { status, stdout, stderr } = await check("package.json");
    expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
    expect(stderr).toContain("nothing that can be checked is at package.json");
  });

  test("ends with 64 and names the place where a waiver is wrong", async () => {
    const place = await fixturesDirectory();
    places.push(place);
    await writeWaivers(place, [{ alert: "HighErrorRate", reason: "", until: "2020-01-01" }]);
    const { status, stdout, stderr } = await check("--fixtures", place);
    expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
    expect(stderr).toMatch(/waivers\.yml:1:\d+: this waiver ran out on 2020-01-01/);
    expect(stderr).toContain("2 problems; nothing was started");
  });

  test("explains itself", async () => {
    const { status, stdout } = await check("--help");
    expect(status).toBe(0);
    expect(stdout).toContain("npm run check -- --fixtures ../ops");
  });
});

async function writeWaivers(directory: string, waivers: readonly object[]): Promise<void> {
  await writeFile(path.join(directory, "waivers.yml"), JSON.stringify({ waivers }));
}
