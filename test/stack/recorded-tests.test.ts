import { readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { promtool } from "../../sandbox/services/promtool.ts";
import { processRuntime } from "../../sandbox/stack/process-runtime.ts";
import { projectFixtures } from "../helpers/fixtures.ts";
import { testPlace } from "../helpers/runtimes.ts";

const folder = path.join(projectFixtures, "tests");
const tests = readdirSync(folder).filter((name) => name.endsWith(".test.yml"));
const rulesFile = "../prometheus/rules/bailbondpro.yml";
const rules = readFileSync(path.join(folder, rulesFile), "utf8");

const runtime = await processRuntime();
beforeAll(() => runtime.prepare([], [promtool()], () => {}));
afterAll(async () => {
  await runtime[Symbol.asyncDispose]();
  await rm(testPlace, { recursive: true, force: true });
});

/** Recordings on some rules, in one run of promtool, as they would be beside those rules. */
async function onRules(text: string, names: readonly string[]): Promise<{ exitCode: number; output: string }> {
  const recordings = names.map((name) => {
    const recorded = readFileSync(path.join(folder, name), "utf8");
    return [name, recorded.replace(`"${rulesFile}"`, '"rules.yml"')] as const;
  });
  const files = { "rules.yml": text, ...Object.fromEntries(recordings) };
  return runtime.run(promtool(), (at) => ["test", "rules", ...names.map(at)], files);
}

describe("what was recorded of the guide's drills", () => {
  test("is true of the rules as they are", async () => {
    const { exitCode, output } = await onRules(rules, tests);
    expect(output).not.toContain("FAILED");
    expect(exitCode).toBe(0);
    expect(tests.length).toBeGreaterThan(15);
    expect(output.match(/ {2}SUCCESS$/gm)).toHaveLength(tests.length);
  });

  test.each([
    ["a threshold that is twice as high", "> 0.05", "> 0.1", "high-error-rate: HighErrorRate is firing"],
    ["a `for` that is half as long", "for: 10m", "for: 5m", "high-memory-usage-short: HighMemoryUsage never fires"],
  ])("twin: is not true with %s", async (_, from, to, found) => {
    expect(rules).toContain(from);
    const { exitCode, output } = await onRules(rules.replace(from, to), [`${found.split(":")[0]}.test.yml`]);
    expect(exitCode).not.toBe(0);
    expect(output).toContain(found);
  });
});
