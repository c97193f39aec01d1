import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { until } from "../../sandbox/wait.ts";
import { fixturesDirectory } from "../helpers/fixtures.ts";
import { HttpTarget } from "../helpers/http-target.ts";

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(await readFile("package.json", "utf8")));
const start = (command: string, args: readonly string[]): ChildProcess => {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
};
const ended = async (child: ChildProcess) => (await once(child, "close"))[0] as number | null;

test("what npm tells a command's shell reaches the command: it takes the shell's place", () => {
  for (const [name, script] of Object.entries(scripts))
    if (script.includes("scripts/"))
      expect({ name, script }).toMatchObject({
        script: expect.stringMatching(/^exec node --import \.\/scripts\/early-signals\.mjs --import tsx scripts\//),
      });
});

test("a load under npm that is asked to end leaves nothing that goes on", async () => {
  const fixtures = await fixturesDirectory({
    "load/long.yml": "title: T\nrate: 50\nduration: 1m\nrequests:\n  - { path: / }\n",
  });
  const report = await mkdtemp(join(tmpdir(), "signals-"));
  onTestFinished(() => rm(report, { recursive: true }));
  await using target = await new HttpTarget((response) => void response.end("ok")).listen();
  const options = ["long", "--fixtures", fixtures, "--target", target.url.origin, "--report", report];
  const npm = start("npm", ["run", "load", "--", ...options]);
  await until(async () => (target.seen.length > 0 ? { seen: true } : { missing: "no request yet" }), {
    what: "the load to begin",
    withinMs: 60_000,
  });
  const end = ended(npm);
  npm.kill("SIGTERM");
  // Its output is closed when everything that holds it has ended.
  expect(await end).toBe(130);
  await until(async () => (target.open === 0 ? { seen: true } : { missing: `${target.open} connections` }), {
    what: "the load to be gone",
    withinMs: 20_000,
  });
});

test.each([
  ["a signal before a command has begun ends it with 130", ["--import", "./scripts/early-signals.mjs"], 130],
  ["twin: without its listener by the system's way", [], null],
])("%s", async (_, preloaded, status) => {
  const child = start(process.execPath, [...preloaded, "--eval", "console.log('up'); setInterval(() => {}, 60_000)"]);
  if (child.stdout) await once(child.stdout, "data");
  const end = ended(child);
  child.kill("SIGTERM");
  expect(await end).toBe(status);
});
