import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { readYaml } from "../../../sandbox/rules/yaml-source.ts";

const file = ".github/workflows/drill.yml";
const step = z.strictObject({
  id: z.string().optional(),
  uses: z
    .string()
    .regex(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/, "an action is pinned by its commit")
    .optional(),
  run: z.string().optional(),
  if: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
  "timeout-minutes": z.number().max(30).optional(),
});
const workflow = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.strictObject({ contents: z.literal("read") }),
  concurrency: z.strictObject({ group: z.string(), "cancel-in-progress": z.literal(true) }),
  jobs: z.record(
    z.string(),
    z.strictObject({ "runs-on": z.string(), "timeout-minutes": z.number(), steps: z.array(step) }),
  ),
});

const text = readFileSync(file, "utf8");
const read = (from: string) => {
  const { value, problems } = readYaml(file, from);
  expect(problems).toEqual([]);
  return workflow.parse(value).jobs["drill"]?.steps ?? [];
};
const scripts = Object.keys((JSON.parse(readFileSync("package.json", "utf8")) as { scripts: object }).scripts);

test("the workflow checks out, installs, checks files, drills, and keeps the reports of whatever came out", () => {
  const steps = read(text);
  expect(steps.map((one) => one.run ?? one.uses?.split("@")[0])).toEqual([
    "actions/checkout",
    "actions/setup-node",
    "npm ci",
    "npm run check",
    "npm run drill",
    "actions/upload-artifact",
  ]);
  // What is wrong in a file does not keep anything from being drilled.
  const drills = steps.find(({ run }) => run === "npm run drill");
  expect(drills?.if).toContain(`steps.${steps.find(({ run }) => run === "npm ci")?.id}.outcome == 'success'`);
  expect(steps.at(-1)).toMatchObject({ if: "always()", with: { path: "reports/" } });
});

test("every command that it runs is a script of the project", () => {
  const commands = read(text).flatMap(({ run }) => run ?? []);
  const named = commands.flatMap((run) => [...run.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name));
  expect(named).toEqual(["check", "drill"]);
  expect(scripts).toEqual(expect.arrayContaining(named));
});

test("each pin says which release it is", () => {
  const pins = text.split("\n").filter((line) => line.includes("uses:"));
  for (const pin of pins) expect(pin).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  expect(pins).toHaveLength(3);
});

test("twin: an action that is not pinned, or a wider permission, is refused", () => {
  expect(() => read(text.replace(/@[0-9a-f]{40}/, "@v6"))).toThrow("pinned by its commit");
  expect(() => read(text.replace("contents: read", "contents: write"))).toThrow("permissions");
});
