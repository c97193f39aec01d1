import { readdirSync } from "node:fs";
import { chmod, mkdir, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readFixtures } from "../../../sandbox/drill/read/fixtures.ts";
import { readLoadFixtures } from "../../../sandbox/drill/read/load-fixtures.ts";
import { selectDrills } from "../../../sandbox/drill/read/select.ts";
import type { FiredrillError } from "../../../sandbox/errors.ts";
import { fixturesDirectory, projectFixtures } from "../../helpers/fixtures.ts";

const drill = (alert: string): string =>
  `title: T\nalert: ${alert}\nload: steady\nfault: { http-error: { ratio: 0.2 } }\nexpect: { firing: { within: 9m }, others: none }\n`;

const own = new Set(["guide/high-error-rate.yml", "guide/low-availability.yml"]);
/** The project's drills but two: rules of one's own have not all of the alerts that they are about. */
const without: Readonly<Record<string, null>> = Object.fromEntries(
  readdirSync(path.join(projectFixtures, "drills"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yml") && !own.has(file))
    .map((file) => [`drills/${file}`, null]),
);

async function changed(changes: Readonly<Record<string, string | null>>): Promise<string> {
  const directory = await fixturesDirectory({ ...without, ...changes });
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

/** All that is wrong, as `file:line:column: message`, with files as seen from the fixtures' directory. */
async function problemsWith(changes: Readonly<Record<string, string | null>>): Promise<string[]> {
  return problemsIn(await changed(changes));
}

async function problemsIn(directory: string): Promise<string[]> {
  const error = await readFixtures(directory).then(
    () => undefined,
    (reason: FiredrillError) => reason,
  );
  expect(error?.code ?? "input").toBe("input");
  return (error?.problems ?? []).map(
    ({ file, line, column, message }) =>
      `${path.relative(directory, path.resolve(file))}:${line}:${column}: ${message}`,
  );
}

test("the project's own fixtures are fine, and so is a copy elsewhere", async () => {
  expect(await problemsWith({})).toEqual([]);
  const { drills, names, loads, objectives } = await readFixtures(projectFixtures);
  const all = drills.map(({ suite, drill: { name } }) => `${suite}/${name}`);
  expect(all).toEqual(
    expect.arrayContaining(["guide/high-error-rate", "guide/low-availability", "guide/all-quiet", "faults/memory"]),
  );
  expect(names.receivers).toEqual(["slack", "email", "pagerduty"]);
  expect(names.services?.toSorted()).toEqual(["api", "external-api", "node-exporter", "postgres", "redis"]);
  expect([...loads.keys()]).toEqual(
    expect.arrayContaining(["breakpoint", "guide", "light", "reporters", "smoke", "soak", "spike", "steady"]),
  );
  expect(loads.get("light")?.requests).toEqual(loads.get("steady")?.requests);
  expect(objectives.objectives.map((one) => one.name)).toEqual(["availability", "latency", "errors", "answers"]);
  expect([...names.unfitLoads.keys()]).toEqual([
    "breakpoint",
    "guide",
    "reporters-few",
    "reporters-more",
    "reporters",
    "reports",
    "spike",
  ]);
  expect([...names.unfitSurges.keys()]).toEqual(["breakpoint", "spike"]);
});

test("everything that is wrong in all files is told at once, in the order of files and lines, with its place", async () => {
  const wrong = await problemsWith({
    "alertmanager/alertmanager.yml":
      "route:\n  receiver: slak\n  group_wait: 30 seconds\nreceivers:\n  - name: slack\n    slak_configs: []\n",
    "drills/guide/high-error-rate.yml": `${drill("HighErorRate")}wach: 5m\n`,
    "drills/guide/low-availability.yml":
      "title: T\nalert: LowAvailability\nload: rush\nfault: { http-error: { ratio: 0.2, route: /api/bods } }\n" +
      "expect: { firing: { within: 9 parsecs }, delivered: { to: [ceo], within: 10m }, others: none }\n",
    "drills/nightly/high-error-rate.yml": drill("HighErrorRate"),
    "load/objectives.yml": "objectives: [{ name: a, objective: 99.9, client: { answered: true } }]\n",
    "load/steady.yml": "title: T\nrate: many\nrequests: []\n",
    "prometheus/prometheus.yml":
      "global:\n  scrape_intervall: 15s\nrule_files: [rules/*.yml, rulez/*.yml]\nscrape_configs: []\n",
    "prometheus/rules/bailbondpro.yml": rules("rate(http_requests_total) > 0"),
    "prometheus/signals.yml": "signals:\n  up: leval\n",
  });
  expect(wrong).toEqual([
    "alertmanager/alertmanager.yml:2:13: there is no receiver `slak`; did you mean `slack`?",
    expect.stringMatching(/^alertmanager\/alertmanager.yml:3:15: expected a duration such as 5m, got `30 seconds`$/),
    "alertmanager/alertmanager.yml:6:5: unknown key `slak_configs`; did you mean `slack_configs`?",
    "drills/guide/high-error-rate.yml:2:8: unknown alert `HighErorRate`; did you mean `HighErrorRate`?",
    "drills/guide/high-error-rate.yml:6:1: unknown key `wach`; did you mean `watch`?",
    "drills/guide/low-availability.yml:3:7: unknown load profile `rush`; expected one of `breakpoint`, `cached`, `guide`, `light`, `smoke`, `soak`, `spike`, `steady`",
    "drills/guide/low-availability.yml:4:43: unknown route `/api/bods`; did you mean `/api/bonds`?",
    "drills/guide/low-availability.yml:5:29: expected a duration above zero, such as 5m, got `9 parsecs`",
    expect.stringMatching(
      /^drills\/nightly\/high-error-rate.yml:1:1: a drill named `high-error-rate` is in .*guide\/high-error-rate.yml already; rename one of the files$/,
    ),
    "load/objectives.yml:1:36: expected a share above 0 and below 1, such as 0.999, got `99.9`",
    "load/steady.yml:2:7: expected a number, got `many`",
    "load/steady.yml:3:11: expected at least one request, got a list",
    "prometheus/prometheus.yml:2:3: unknown key `scrape_intervall`; did you mean `scrape_interval`?",
    expect.stringMatching(/^prometheus\/prometheus.yml:3:27: no file matches `rulez\/\*.yml`, seen from this file$/),
    expect.stringMatching(/^prometheus\/rules\/bailbondpro.yml:5:\d+: not valid PromQL: /),
    "prometheus/signals.yml:2:7: expected `flow`, `event`, `level`, `accumulating`, `timestamp`, got `leval`",
  ]);
});

test("what a drill names is looked up where the files that say so are right", async () => {
  expect(
    await problemsWith({
      "drills/guide/high-error-rate.yml": drill("HighErorRate").replace(
        "firing:",
        "delivered: { to: [ceo], within: 9m }, firing:",
      ),
    }),
  ).toEqual([
    "drills/guide/high-error-rate.yml:2:8: unknown alert `HighErorRate`; did you mean `HighErrorRate`?",
    "drills/guide/high-error-rate.yml:5:29: unknown receiver `ceo`; expected one of `slack`, `email`, `pagerduty`",
  ]);
});

const rules = (expr: string): string =>
  `groups:\n  - name: g\n    rules:\n      - alert: HighErrorRate\n        expr: ${expr}\n      - alert: LowAvailability\n        expr: up == 0\n`;

test.each([
  ["sum(rate(http_requests_total[5m])", /5:\d+: not valid PromQL: /],
  ["rate(http_requests_total) > 0", /5:\d+: not valid PromQL: .*range/],
  ["nosuch(up) > 0", /5:\d+: not valid PromQL: .*nosuch/],
])("PromQL that is wrong, in form or in type, has its place: %s", async (expr, message) => {
  const wrong = await problemsWith({ "prometheus/rules/bailbondpro.yml": rules(expr) });
  expect(wrong).toEqual([expect.stringMatching(message)]);
  expect(wrong[0]).toMatch(/^prometheus\/rules\/bailbondpro.yml:/);
});

test("PromQL that is right has no problem", async () => {
  expect(
    await problemsWith({ "prometheus/rules/bailbondpro.yml": rules("rate(http_requests_total[5m]) > 0") }),
  ).toEqual([]);
});

test("files that are missing are told of by name, and what they would have said is not missed", async () => {
  expect(await problemsWith({ "alertmanager/alertmanager.yml": null, "prometheus/prometheus.yml": null })).toEqual([
    expect.stringMatching(/^alertmanager\/alertmanager.yml:1:1: there is no such file; --fixtures names the directory/),
    expect.stringMatching(/^prometheus\/prometheus.yml:1:1: there is no such file/),
  ]);
});

const files = [
  "alertmanager/alertmanager.yml",
  "drills/guide/high-error-rate.yml",
  "load/steady.yml",
  "prometheus/prometheus.yml",
  "prometheus/rules/bailbondpro.yml",
  "prometheus/signals.yml",
];

test("directories in place of files are told of, all at once, and taken for nothing else", async () => {
  const directory = await changed(Object.fromEntries(files.map((file) => [file, null])));
  for (const file of files) await mkdir(path.join(directory, file));
  expect(await problemsIn(directory)).toEqual(
    files
      .filter((file) => !file.includes("/rules/")) // prometheus.yml would have said where these are
      .map((file) => `${file}:1:1: is a directory, where a file was expected; put the file there, or take it away`),
  );
});

test("a rule file that is a directory hides the alerts' names, so drills are not blamed for them", async () => {
  const directory = await changed({ "prometheus/rules/bailbondpro.yml": null });
  await mkdir(path.join(directory, "prometheus/rules/bailbondpro.yml"));
  expect(await problemsIn(directory)).toEqual([
    expect.stringMatching(/^prometheus\/rules\/bailbondpro.yml:1:1: is a directory, where a file was expected/),
  ]);
});

test("files and folders that can't be read are told of, together with all else that is wrong", async () => {
  const directory = await changed({
    "load/steady.yml": null,
    "drills/guide/high-error-rate.yml": drill("HighErorRate"),
  });
  // A link that leads to itself can't be read by anybody, root included.
  for (const name of ["load/steady.yml", "drills/nightly"]) {
    await symlink(path.basename(name), path.join(directory, name));
  }
  expect(await problemsIn(directory)).toEqual([
    "drills/guide/high-error-rate.yml:2:8: unknown alert `HighErorRate`; did you mean `HighErrorRate`?",
    expect.stringMatching(/^drills\/nightly:1:1: can't be read: too many symbolic links.*; let this user read it/),
    expect.stringMatching(/^load\/steady.yml:1:1: can't be read: too many symbolic links/),
  ]);
});

test.skipIf(process.getuid?.() === 0)("a file that this user may not read is told of (root may read all)", async () => {
  const directory = await changed({});
  await chmod(path.join(directory, "prometheus/rules/bailbondpro.yml"), 0);
  await chmod(path.join(directory, "load/steady.yml"), 0);
  expect(await problemsIn(directory)).toEqual([
    "load/steady.yml:1:1: can't be read: permission denied; let this user read it, or take it away",
    "prometheus/rules/bailbondpro.yml:1:1: can't be read: permission denied; let this user read it, or take it away",
  ]);
});

test("a pattern of rule files that matches none has its place", async () => {
  const config =
    "global: { scrape_interval: 15s }\nrule_files:\n  - rules/*.yml\n  - more/*.yml\nscrape_configs:\n  - { job_name: api, static_configs: [{ targets: ['api:3000'] }] }\n";
  expect(await problemsWith({ "prometheus/prometheus.yml": config })).toEqual([
    "prometheus/prometheus.yml:4:5: no file matches `more/*.yml`, seen from this file",
  ]);
  expect(await problemsWith({ "prometheus/prometheus.yml": config, "prometheus/more/a.yml": "groups: []\n" })).toEqual(
    [],
  );
});

test("a rule file that is no YAML hides the alerts' names, so drills are not blamed for them", async () => {
  expect(await problemsWith({ "prometheus/rules/bailbondpro.yml": "groups: [\n" })).toEqual([
    expect.stringMatching(/^prometheus\/rules\/bailbondpro.yml:\d:\d: not valid YAML/),
  ]);
});

test("a drill that lies in no suite is told of, and not passed over", async () => {
  expect(await problemsWith({ "drills/lonely.yml": drill("HighErrorRate") })).toEqual([
    "drills/lonely.yml:1:1: a drill lies in the folder of a suite; move it to one, such as drills/guide/",
  ]);
  expect(await problemsWith({ "drills/nightly/not-lonely.yml": drill("HighErrorRate") })).toEqual([]);
});

test("the message of the error is every problem with its line and a caret", async () => {
  const directory = await changed({ "drills/guide/high-error-rate.yml": drill("HighErorRate") });
  await expect(readFixtures(directory)).rejects.toThrow(
    /high-error-rate\.yml:2:8: .*\n {2}alert: HighErorRate\n {9}\^$/,
  );
});

test("drills are taken by name or suite; the guide's without a name; all with `all`", async () => {
  const fixtures = await readFixtures(await changed({ "drills/nightly/long.yml": drill("HighErrorRate") }));
  const select = (names: readonly string[], all = false) => selectDrills(fixtures, names, all).map(({ name }) => name);
  expect(select([])).toEqual(["high-error-rate", "low-availability"]);
  expect(select(["nightly"])).toEqual(["long"]);
  expect(select(["low-availability", "long"])).toEqual(["low-availability", "long"]);
  expect(select([], true)).toEqual(["high-error-rate", "low-availability", "long"]);
  expect(() => select(["lang", "gide"])).toThrow(
    "there is no drill or suite `lang`; did you mean `long`?\nthere is no drill or suite `gide`; did you mean `guide`?",
  );
});

test.each([readFixtures, readLoadFixtures])(
  "a directory that there is not is called that, and so is a file: %o",
  async (read) => {
    await expect(read("/nope")).rejects.toMatchObject({
      code: "usage",
      message: expect.stringMatching(/^--fixtures \/nope does not exist; name the one/),
    });
    await expect(read("package.json")).rejects.toThrow("--fixtures package.json is no directory");
    await expect(read("fixtures")).resolves.toHaveProperty("loads");
  },
);
