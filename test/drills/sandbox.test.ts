import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCommand } from "../helpers/command.ts";
import { fixturesDirectory } from "../helpers/fixtures.ts";
import { runtimes, testPlace } from "../helpers/runtimes.ts";

afterAll(() => rm(testPlace, { recursive: true, force: true }));

for (const { kind, missing } of runtimes) {
  const works = `the sandbox boots on the ${kind} runtime, all of it answers, and it says where`;
  if (missing !== undefined) {
    test.skip(`${works}: ${missing}`, () => {});
    continue;
  }
  test.concurrent(works, async () => {
    const { status, stdout, stderr } = await runCommand("sandbox.ts", ["--once", "--runtime", kind]);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toMatch(/^api +http:\/\/127\.0\.0\.1:\d+\/api\/bonds /m);
    expect(stdout).toMatch(/^external-api +http:\S+\/health /m);
    expect(stdout).toMatch(/^postgres +127\.0\.0\.1:\d+ /m);
    expect(stdout).toMatch(/^every target is up and every link answers \(8 services\)$/m);
  });
}

test.concurrent("where something does not work, it is named and the status is not 0", async () => {
  const place = await mkdtemp(path.join(testPlace, "place-"));
  const fixtures = await fixturesDirectory({ "load/steady.yml": null });
  const { status, stderr } = await runCommand(
    "sandbox.ts",
    ["--once", "--runtime", "process", "--fixtures", fixtures],
    {
      TMPDIR: place,
    },
  );
  expect(status).not.toBe(0);
  expect(stderr).toMatch(/steady/);
});
