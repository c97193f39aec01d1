import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { startChild } from "../../sandbox/stack/process/child.ts";
import type { Child } from "../../sandbox/stack/process/child.ts";
import { identify, lives, stateOf } from "../../sandbox/stack/process/identity.ts";
import type { Identity } from "../../sandbox/stack/process/identity.ts";
import { createRunDirectory, sweepDeadRuns } from "../../sandbox/stack/process/run-directory.ts";
import { descendantsOf, gone } from "../../sandbox/stack/process/tree.ts";
import { until } from "../../sandbox/wait.ts";

const place = mkdtempSync(path.join(os.tmpdir(), "firedrill-tree-"));
let runs: string;
let runDirectory: string;

beforeEach(() => {
  runs = mkdtempSync(path.join(place, "runs-"));
  runDirectory = createRunDirectory(runs);
});
afterAll(() => rmSync(place, { recursive: true }));

describe.skipIf(process.platform !== "linux")("a process whose child has a session of its own", () => {
  test("stands still with it, and goes on with it", async () => {
    const { parent, child } = await family();
    const thaw = await parent.freeze();
    expect([stateOf(parent.pid), stateOf(child.pid)]).toEqual(["T", "T"]);
    thaw();
    await until(
      async () => {
        const states = [stateOf(parent.pid), stateOf(child.pid)];
        return states.includes("T") ? { missing: states.join() } : { seen: true };
      },
      { what: "both to go on", withinMs: 20_000 },
    );
    await parent.kill();
  });

  test("is killed with it; one that is nobody's child is not", async () => {
    const [first, other] = [await family(), await family()];
    await first.parent.kill();
    expect([lives(first.child), lives(other.child)]).toEqual([false, true]);
    await other.parent.kill();
    expect(lives(other.child)).toBe(false);
  });

  test("is stopped with it even while both stand still", async () => {
    const { parent, child } = await family();
    await parent.freeze();
    await parent.stop();
    expect(lives(child)).toBe(false);
  });

  test("is ended with it by the next command, if its own was killed while they stood still", async () => {
    const { parent, child } = await family();
    await parent.freeze();
    const owner = path.join(runDirectory, "owner.json");
    const living = JSON.parse(readFileSync(owner, "utf8")) as object;
    writeFileSync(owner, JSON.stringify({ ...living, started: "long ago" }));
    expect(await sweepDeadRuns(runs)).toEqual([runDirectory]);
    await gone([child]);
    expect(parent.ended.aborted || !identify(parent.pid)).toBe(true);
  });

  test("is noted only while it stands still", async () => {
    const { parent, child } = await family();
    const noted = () => readdirSync(path.join(runDirectory, "children"));
    expect(noted()).toEqual([`${parent.pid}.json`]);
    const thaw = await parent.freeze();
    expect(noted()).toContain(`${child.pid}.json`);
    thaw();
    expect(noted()).toEqual([`${parent.pid}.json`]);
    await parent.kill();
  });
});

describe.skipIf(process.platform !== "linux")("a process whose child was started by another of its threads", () => {
  test("is killed with it", async () => {
    const spawning = `require("node:child_process").spawn("setsid", ["tail", "-f", "/dev/null"])`;
    const script = `new (require("node:worker_threads").Worker)(${JSON.stringify(spawning)}, { eval: true })`;
    const { parent, child } = await family([process.execPath, "-e", script]);
    await parent.kill();
    expect(lives(child)).toBe(false);
  });
});

/** As PostgreSQL does: the child leaves its parent's process group. */
async function family(
  line: readonly string[] = ["sh", "-c", "setsid tail -f /dev/null & wait"],
): Promise<{ readonly parent: Child; readonly child: Identity }> {
  const parent = await startChild({
    line,
    env: { PATH: process.env["PATH"] ?? "" },
    cwd: runDirectory,
    log: path.join(runDirectory, "log"),
    runDirectory,
  });
  const child = await until(
    async () => {
      const found = descendantsOf(parent.pid).find(({ pid }) => commandOf(pid) === "tail");
      return found ? { seen: found } : { missing: "no tail yet" };
    },
    { what: "the child to start", withinMs: 20_000 },
  );
  return { parent, child };
}

function commandOf(pid: number): string {
  return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
}
