import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { LoadReport } from "../../sandbox/report/load/load-report.ts";
import { runCommand, startCommand } from "../helpers/command.ts";
import { fixturesDirectory } from "../helpers/fixtures.ts";
import { until } from "../../sandbox/wait.ts";
import { HttpTarget } from "../helpers/http-target.ts";
import { testPlace } from "../helpers/runtimes.ts";

afterAll(() => rm(testPlace, { recursive: true, force: true }));

/** Two seconds of what `steady` asks, and objectives that so few requests can tell. */
const fixtures = await fixturesDirectory({
  "load/brief.yml": "title: Two seconds\nrate: 100\nduration: 2s\ntimeout: 30s\nrequests: steady\n",
  "load/long.yml": "title: Ten seconds\nrate: 100\nduration: 10s\nrequests:\n  - { path: / }\n",
  "load/objectives.yml": `objectives:
  - name: availability
    objective: 0.9
    client: { answered: true }
  - name: errors
    objective: 0.9
    client: { status-below: 500 }
    prometheus:
      good: sum(increase(http_requests_total{job="bailbondpro-api",status_code!~"5.."}[{{window}}]))
      total: sum(increase(http_requests_total{job="bailbondpro-api"}[{{window}}]))
thresholds:
  - { name: memory, expr: 'max_over_time(memory_usage_percent[{{window}}])', below: 100 }
`,
});
const reports = () => mkdtemp(path.join(testPlace, "reports-"));
const reportIn = async (directory: string) =>
  JSON.parse(await readFile(path.join(directory, "load.json"), "utf8")) as LoadReport;

function expectAccount({ sent, completed, errors, lost }: LoadReport): void {
  expect(completed + Object.values(errors).reduce((sum, one) => sum + one, 0) + lost).toBe(sent);
}

const statuses = { held: 0, deviated: 1, inconclusive: 2 } as const;

/**
 * The outcome that a load with such an account has to have. A machine that kept the generator from its part has proven nothing,
 * and then it was held up for longer than a request may be late.
 */
function outcomeOf(account: "held" | "deviated", { generator }: LoadReport): keyof typeof statuses {
  if (generator.behind === null) return account;
  expect(Math.max(generator.lateMs.max, generator.loopDelayMs.max)).toBeGreaterThan(100);
  return "inconclusive";
}

test.concurrent("a load on a stack of its own holds: both sides counted the same requests, and every form of it is written", async () => {
  const report = await reports();
  const args = ["brief", "--fixtures", fixtures, "--runtime", "process", "--report", report, "--json"];
  const { status, stdout, stderr } = await runCommand("load.ts", args);
  expect({ status: status === 0 || status === 2, stderr }).toMatchObject({ status: true });
  expect(stdout).toBe(await readFile(path.join(report, "load.json"), "utf8"));
  const load = await reportIn(report);
  const outcome = outcomeOf("held", load);
  expect(status).toBe(statuses[outcome]);
  expect(load).toMatchObject({
    schema: 1,
    outcome,
    profile: "brief",
    runtime: "process",
    sent: 200,
    completed: 200,
    lost: 0,
    rate: { wanted: 100, achieved: 100 },
    alerts: [],
    stopped: null,
    breakpoint: null,
  });
  expectAccount(load);
  const errors = load.objectives.filter(({ name }) => name === "errors");
  expect(errors.map(({ source }) => source)).toEqual(["client", "prometheus"]);
  // What Prometheus counted is extrapolated by a millisecond on the whole.
  for (const { requests, value } of errors) {
    expect(requests).toBeCloseTo(200, 0);
    expect(value).toBe(1);
  }
  expect(stderr).toMatch(/^ +\d+\.\d s {2}under load$/m);
  expect(stdout + stderr).not.toContain("\u001B");
  expect(await readdir(report)).toEqual(["load.hgrm", "load.html", "load.json", "load.junit.xml", "load.md"]);
});

describe.concurrent("a service of one's own", () => {
  test("twin: one that drops its connections deviates, and the load ends as soon as no answer could mend it", async () => {
    await using target = await new HttpTarget((response, n) =>
      n % 2 === 0 ? void response.socket?.destroy() : void response.end("ok"),
    ).listen();
    const report = await reports();
    const args = ["long", "--fixtures", fixtures, "--target", target.url.origin, "--report", report];
    const { status, stdout, stderr } = await runCommand("load.ts", args);
    expect({ status: status === 1 || status === 2, stderr }).toMatchObject({ status: true });
    const load = await reportIn(report);
    const outcome = outcomeOf("deviated", load);
    expect(status).toBe(statuses[outcome]);
    expect(stdout).toMatch(new RegExp(`^${outcome} {2}long · Ten seconds$`, "m"));
    expect(stdout).toMatch(/^stopped +availability can't be 90 % any more: of the first \d+/m);
    expect(stdout.replace(/\s+/g, " ")).toContain("no Prometheus to ask: thresholds were not judged (memory)");
    expect(load).toMatchObject({ outcome, runtime: null, alerts: null, rate: { wanted: 100 } });
    expect(load.seconds).toBeLessThan(10);
    expect(load.errors.closed).toBeGreaterThan(100);
    expectAccount(load);
  });

  test("where nobody listens, that is the reason for its end", async () => {
    await using closed = await new HttpTarget(() => {}).listen();
    await closed.shut();
    const { origin } = closed.url;
    const args = ["long", "--fixtures", fixtures, "--target", origin, "--report", await reports()];
    const { status, stdout, stderr } = await runCommand("load.ts", args);
    expect({ status: status === 1 || status === 2, stderr }).toMatchObject({ status: true });
    expect(stdout).toContain(`nobody listens at ${new URL(origin).host}: all of`);
  });

  test("Ctrl-C ends the load, nothing is written of it, and nothing of an earlier one is left to be taken for it", async () => {
    await using target = await new HttpTarget((response) => void response.end("ok")).listen();
    const report = await reports();
    await writeFile(path.join(report, "load.json"), "what an earlier load left");
    const command = startCommand("load.ts", [
      "long",
      "--fixtures",
      fixtures,
      "--target",
      target.url.origin,
      "--report",
      report,
    ]);
    await until(async () => (target.seen.length > 0 ? { seen: true } : { missing: "no request yet" }), {
      what: "the load to begin",
      withinMs: 60_000,
    });
    command.signal("SIGINT");
    expect(await command.ended()).toBe(130);
    expect(command.stdout()).toBe("");
    expect(await readdir(report)).toEqual([]);
  });
});

test.concurrent("a load that there is not exits with 64 before anything is sent, and so does a mistake in a profile, with its place", async () => {
  const wrong = await fixturesDirectory({
    "load/bad.yml": "title: Bad\nrate: -1\nrequests: steady\n",
    "load/objectives.yml": "objectives:\n  - { name: a, objective: 2, client: { answered: true } }\n",
  });
  const [unknown, mistaken, elsewhere] = await Promise.all([
    runCommand("load.ts", ["smok", "--fixtures", fixtures]),
    runCommand("load.ts", ["smoke", "--fixtures", wrong]),
    runCommand("load.ts", ["smoke", "--fixtures", wrong, "--target", "http://127.0.0.1:9"]),
  ]);
  expect(unknown.stderr).toContain("there is no load profile `smok`; did you mean `smoke`?");
  for (const { stderr } of [mistaken, elsewhere]) {
    expect(stderr).toContain(`${path.join(wrong, "load/bad.yml")}:2:7: expected requests per second, above 0`);
    expect(stderr).toContain(`${path.join(wrong, "load/objectives.yml")}:2:27: expected a share above 0 and below 1`);
    expect(stderr).toContain("nothing was started");
  }
  for (const { status, stdout } of [unknown, mistaken, elsewhere])
    expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
});
