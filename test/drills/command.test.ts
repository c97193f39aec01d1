import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runCommand, startCommand } from "../helpers/command.ts";
import { fixturesDirectory } from "../helpers/fixtures.ts";
import { until } from "../../sandbox/wait.ts";
import { runtimes, testPlace } from "../helpers/runtimes.ts";
import type { TestRuntime } from "../helpers/runtimes.ts";

afterAll(() => rm(testPlace, { recursive: true, force: true }));

const head = "title: T\nalert: HighErrorRate\nload: steady\n";
/** Drills that end in each way; the impossible one without a boot. */
const fixtures = await fixturesDirectory({
  "drills/guide/impossible.yml": `${head}fault: { http-error: { ratio: 0.2 } }\nexpect: { firing: { within: 1m }, others: none }\n`,
  "drills/guide/unseen.yml": `${head}fault: { http-error: { ratio: 0.2, route: /api/clients } }\nexpect: { firing: { within: 2m }, others: none }\n`,
  "drills/guide/quiet.yml": "title: T\nload: steady\nwatch: 2m\nexpect: { others: none }\n",
  "load/steady.yml": "title: Only bonds\nrate: 100\nrequests:\n  - { path: /api/bonds }\n",
});
const reports = () => mkdtemp(path.join(testPlace, "reports-"));
const escape = "\u001B";

describe.concurrent("the exit status", () => {
  test("is 0 where everything held; --json prints drill.json, and nothing else on stdout", async () => {
    const report = await reports();
    // Slowly, and with nothing to break: a busy machine shall not be the reason that it does not hold.
    const args = [
      "quiet",
      "--fixtures",
      fixtures,
      "--runtime",
      "process",
      "--scale",
      "60",
      "--report",
      report,
      "--json",
    ];
    const { status, stdout, stderr } = await runCommand("drill.ts", args);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toBe(await readFile(path.join(report, "drill.json"), "utf8"));
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      outcome: "held",
      runtime: "process",
      drills: [{ name: "quiet", factor: 60 }],
    });
    expect(stderr).toMatch(/^ +\d+\.\d s {2}quiet +filling the windows$/m);
    expect(stdout + stderr).not.toContain(escape);
    const written = await readdir(report, { recursive: true });
    expect(written).toEqual(
      expect.arrayContaining(["index.html", "summary.md", "drill.json", "junit.xml", "journals/quiet.json"]),
    );
  });

  test("is 1 where something deviated; without --json stdout has the text, and outside of GitHub nothing is annotated", async () => {
    const args = ["impossible", "--fixtures", fixtures, "--runtime", "process", "--report", await reports()];
    // A summary that can't be written costs nothing.
    const env = { GITHUB_ACTIONS: "", GITHUB_STEP_SUMMARY: path.join(await reports(), "none", "summary.md") };
    const { status, stdout, stderr } = await runCommand("drill.ts", args, env);
    expect({ status, stderr }).toMatchObject({ status: 1 });
    expect(stdout).toMatch(/^deviated {2}HighErrorRate · T/);
    expect(stdout).toContain("1 drill: 1 deviated");
    expect(stdout + stderr).not.toContain(escape);
    expect(stdout + stderr).not.toMatch(/^::/m);
    expect(stderr).toContain("no job summary: ENOENT");
  });

  test("in GitHub Actions what deviated is annotated on stderr and the job's summary is written; stdout stays as it is", async () => {
    const summary = path.join(await reports(), "summary.md");
    const args = ["impossible", "--fixtures", fixtures, "--runtime", "process", "--json", "--report", await reports()];
    const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: path.dirname(fixtures) };
    const { status, stdout, stderr } = await runCommand("drill.ts", args, env);
    expect({ status, stderr }).toMatchObject({ status: 1 });
    expect(JSON.parse(stdout)).toMatchObject({ outcome: "deviated" });
    const file = `${path.basename(fixtures)}/prometheus/rules/bailbondpro.yml`;
    expect(stderr).toMatch(new RegExp(`^::error file=${file},line=\\d+,col=\\d+,title=HighErrorRate deviated`, "m"));
    expect(await readFile(summary, "utf8")).toMatch(/^## ❌ Firedrill: 1 drill: 1 deviated$/m);
  });

  test("is 2 where a fault took no effect", async () => {
    const args = ["unseen", "--fixtures", fixtures, "--runtime", "process", "--report", await reports()];
    const { status, stdout, stderr } = await runCommand("drill.ts", args);
    expect({ status, stderr }).toMatchObject({ status: 2 });
    expect(stdout).toMatch(/^inconclusive {2}HighErrorRate · T/);
  });
});

describe.concurrent("where the report can't be written after all, the verdict is printed and the status is not 0", () => {
  test.each([
    [["quiet", "--scale", "60"], 2, /^held /],
    [["impossible"], 1, /^deviated /],
  ])("%o", async (drill, expected, verdict) => {
    const report = await reports();
    await mkdir(path.join(report, "drill.json")); // in the file's place
    const args = [...drill, "--fixtures", fixtures, "--runtime", "process", "--report", report];
    const { status, stdout, stderr } = await runCommand("drill.ts", args);
    expect({ status, stderr }).toMatchObject({ status: expected });
    expect(stdout).toMatch(verdict);
    expect(stderr).toContain(`the report in ${report} could not be written: `);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

describe.concurrent("bad usage exits with 64, says what was meant, and writes nothing to stdout", () => {
  test.each([
    [["--jsn"], "unknown option --jsn; did you mean `json`?"],
    [["high-eror-rate"], "there is no drill or suite `high-eror-rate`; did you mean `high-error-rate`?"],
    [["--scale", "1e400"], "--scale 1e400: expected auto, or a plain decimal number from 1"],
    [["--fixtures", ""], "--fixtures is empty: expected DIR"],
    [["--report", ""], "--report is empty: expected DIR"],
  ])("%o", async (args, message) => {
    const { status, stdout, stderr } = await runCommand("drill.ts", args);
    expect(stderr).toContain(message);
    expect(status).toBe(64);
    expect(stdout).toBe("");
  });

  test("bad fixtures exit with 64, with every problem, and nothing is started", async () => {
    const bad = await fixturesDirectory({
      "drills/guide/high-error-rate.yml":
        "title: T\nalert: HighErorRate\nload: stedy\nexpect: { firing: { within: soon }, others: none }\n",
      "drills/guide/low-availability.yml": "title: T\n",
    });
    const place = await mkdtemp(path.join(testPlace, "place-"));
    const report = path.join(place, "reports");
    const args = ["--runtime", "process", "--fixtures", bad, "--report", report];
    const { status, stdout, stderr } = await runCommand("drill.ts", args, { TMPDIR: place });
    expect(status).toBe(64);
    expect(stdout).toBe("");
    expect(stderr.match(/^\S+\.yml:\d+:\d+: .+$/gm)?.map((line) => line.replace(/^.*\/drills\/guide\//, ""))).toEqual([
      "high-error-rate.yml:2:8: unknown alert `HighErorRate`; did you mean `HighErrorRate`?",
      "high-error-rate.yml:3:7: unknown load profile `stedy`; did you mean `steady`?",
      expect.stringMatching(/^high-error-rate.yml:4:29: expected a duration above zero, such as 5m, got `soon`/),
      expect.stringMatching(/^low-availability.yml:1:1: `load` is missing/),
      expect.stringMatching(/^low-availability.yml:1:1: `expect` is missing/),
    ]);
    expect(stderr).toContain("5 problems; nothing was started");
    expect(existsSync(report)).toBe(false);
    // Where runs live; the rest is the TypeScript loader's.
    expect((await readdir(place)).filter((name) => name.startsWith("firedrill"))).toEqual([]);
  });

  // Which are, and why: ../unit/report/write.test.ts
  test("a report that can't be made is refused before anything is booted", async () => {
    const place = await mkdtemp(path.join(testPlace, "place-"));
    await writeFile(path.join(place, "file"), "");
    const report = path.join(place, "file", "reports");
    const args = ["impossible", "--fixtures", fixtures, "--runtime", "process", "--report", report];
    const { status, stdout, stderr } = await runCommand("drill.ts", args, { TMPDIR: place });
    expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
    expect(stderr).toMatch(/^usage: --report .*file is no directory/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect((await readdir(place)).filter((name) => name.startsWith("firedrill"))).toEqual([]);
  });

  test("asking for help is no bad usage", async () => {
    const { status, stdout, stderr } = await runCommand("drill.ts", ["--help"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("usage: npm run drill --");
  });
});

for (const runtime of runtimes) {
  if (runtime.missing === undefined) {
    describe.concurrent(`on the ${runtime.kind} runtime`, () => {
      nothingLeft(runtime);
    });
  } else test.skip(`nothing is left on the ${runtime.kind} runtime: ${runtime.missing}`, () => {});
}

function nothingLeft({ kind, remains }: TestRuntime): void {
  const drill = async () =>
    startCommand("drill.ts", ["high-error-rate", "--runtime", kind, "--report", await reports()]);
  const none = { running: [], kept: [] };

  test("Ctrl-C in the middle of a drill exits with 130 and leaves nothing", async () => {
    const command = await drill();
    await command.says("fault on");
    expect((await remains(command.pid)).running).not.toEqual([]);
    command.signal("SIGINT");
    expect({ status: await command.ended(), stderr: command.stderr() }).toMatchObject({ status: 130 });
    expect(command.stderr()).toContain("SIGINT: taking everything down");
    expect(await remains(command.pid)).toEqual(none);
  });

  test("Ctrl-C while it boots exits with 130 and leaves nothing", async () => {
    const command = await drill();
    await command.says("booting");
    command.signal("SIGINT");
    expect({ status: await command.ended(), stderr: command.stderr() }).toMatchObject({ status: 130 });
    expect(await remains(command.pid)).toEqual(none);
  });

  test("what `kill -9` in the middle of a drill leaves is gone after the next command", async () => {
    const command = await drill();
    await command.says("fault on");
    // Of the living, whom no command of other tests sweeps; nobody tidies up who is killed so.
    expect((await remains(command.pid)).kept).not.toEqual([]);
    command.signal("SIGKILL");
    expect(await command.ended()).toBe("SIGKILL");
    // Whichever runtime the next command takes.
    const next = ["impossible", "--fixtures", fixtures, "--runtime", "process", "--report", await reports()];
    expect((await runCommand("drill.ts", next)).status).toBe(1);
    expect(await remains(command.pid)).toEqual(none);
  });
}

// By itself: each command of other tests would sweep, too.
test("what `kill -9` leaves is gone after the doctor, too, on every runtime that there is", async () => {
  const here = runtimes.filter(({ missing }) => missing === undefined);
  const killed = await Promise.all(
    here.map(async ({ kind, remains }) => {
      const { pid, stdout, signal, ended } = startCommand("../test/helpers/hang.ts", [kind]);
      await until(async () => (stdout().startsWith("up") ? { seen: undefined } : { missing: "it says nothing" }), {
        what: `a stack on the ${kind} runtime`,
        withinMs: 60_000,
      });
      signal("SIGKILL");
      expect(await ended()).toBe("SIGKILL");
      expect((await remains(pid)).kept).not.toEqual([]);
      return () => remains(pid);
    }),
  );
  await runCommand("doctor.ts", []);
  const left = await Promise.all(killed.map((remains) => remains()));
  expect(left).toEqual(here.map(() => ({ running: [], kept: [] })));
});

/** util-linux's script runs a command on a terminal of its own. */
const terminal = "/usr/bin/script";

describe.skipIf(!existsSync(terminal))(`on a terminal (needs ${terminal})`, () => {
  const shown = async (env: string): Promise<string> => {
    const command = `${env} node --import tsx scripts/drill.ts impossible --fixtures ${fixtures} --runtime process --report ${await reports()} 2>/dev/null`;
    return spawnSync(terminal, ["-qec", command, "/dev/null"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] })
      .stdout;
  };

  test("the result has colours, unless NO_COLOR is set", async () => {
    expect(await shown("TERM=xterm")).toContain(`${escape}[`);
    const plain = await shown("TERM=xterm NO_COLOR=1");
    expect(plain).toContain("deviated  HighErrorRate");
    expect(plain).not.toContain(escape);
  });
});
