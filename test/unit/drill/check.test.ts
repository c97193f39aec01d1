import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { check } from "../../../sandbox/drill/cover/check.ts";
import type { Check } from "../../../sandbox/drill/cover/check.ts";
import type { EventOf, Journal } from "../../../sandbox/drill/journal.ts";
import type { FiredrillError } from "../../../sandbox/errors.ts";
import { renderCheck } from "../../../sandbox/report/check.ts";
import { recorded } from "../../helpers/journals/recorded.ts";

const today = "2026-11-24";
const places: string[] = [];
afterAll(() => Promise.all(places.map((place) => rm(place, { recursive: true, force: true }))));

async function directory(files: Readonly<Record<string, string>>): Promise<string> {
  const place = await mkdtemp(path.join(os.tmpdir(), "check-"));
  places.push(place);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(place, name)), { recursive: true });
    await writeFile(path.join(place, name), text);
  }
  return place;
}

const fault = "load: steady\nfault:\n  http-error: { ratio: 0.2 }\n";
/** One alert, with all that can be shown of it. */
const whole = {
  "prometheus/prometheus.yml":
    "global: { scrape_interval: 15s, evaluation_interval: 15s }\nrule_files: [rules.yml]\n" +
    "scrape_configs:\n  - job_name: api\n    static_configs: [{ targets: ['api:3000'] }]\n",
  "prometheus/rules.yml":
    "groups:\n- name: g\n  rules:\n  - alert: Errors\n    for: 1m\n    expr: sum(rate(http_requests_total{status_code='500'}[5m])) > 1\n",
  "alertmanager/alertmanager.yml": "route: { receiver: slack }\nreceivers: [{ name: slack }]\n",
  "load/steady.yml": "title: Steady\nrate: 100\nrequests: [{ path: /api/bonds }]\n",
  "drills/guide/errors.yml":
    `title: One in five\nalert: Errors\n${fault}` +
    "expect: { firing: { within: 9m }, delivered: { to: [slack], within: 9m }, resolved: { within: 9m }, resolved-notice: { within: 14m }, others: none }\n",
  "drills/guide/short.yml": `title: Short\nalert: Errors\n${fault}  lasts: 10s\nexpect: { firing: never, others: none }\n`,
  "drills/guide/all-quiet.yml": "title: Quiet\nload: steady\nwatch: 15m\nexpect: { others: none }\n",
};

async function checked(
  changes: Readonly<Record<string, string>> = {},
  journals: Readonly<Record<string, Journal>> = {},
): Promise<Check> {
  const reports = await directory(
    Object.fromEntries(Object.entries(journals).map(([name, one]) => [`journals/${name}.json`, JSON.stringify(one)])),
  );
  return check(await directory({ ...whole, ...changes }), reports, today);
}

const wrong = (changes: Readonly<Record<string, string>>): Promise<FiredrillError> =>
  checked(changes).then(
    () => Promise.reject(new Error("nothing was wrong with it")),
    (error: FiredrillError) => error,
  );

const waiver = (rest: string): Record<string, string> => ({ "waivers.yml": `waivers:\n  - alert: Errors\n${rest}` });
const noMiss = { "drills/guide/short.yml": whole["drills/guide/errors.yml"] };

describe("coverage", () => {
  test("an alert of which everything is shown is in order", async () => {
    const { ok, alerts } = await checked();
    expect(ok).toBe(true);
    expect(alerts).toMatchObject([
      {
        alert: "Errors",
        receivers: ["slack"],
        missing: [],
        by: { fires: ["errors"], "delivered to": ["errors"], "near miss": ["short"], quiet: ["all-quiet"] },
      },
    ]);
  });

  test.each([
    ["near miss", noMiss],
    [
      "quiet",
      {
        "drills/guide/all-quiet.yml":
          "title: Watched\nalert: Errors\nload: steady\nwatch: 9m\nexpect: { firing: never, others: none }\n",
      },
    ],
    [
      "resolves",
      { "drills/guide/errors.yml": whole["drills/guide/errors.yml"].replace("resolved-notice: { within: 14m }, ", "") },
    ],
    [
      "delivered to",
      {
        "drills/guide/errors.yml": whole["drills/guide/errors.yml"].replace(
          "delivered: { to: [slack], within: 9m }, ",
          "",
        ),
      },
    ],
  ])("twin: without what shows it, `%s` is a gap", async (aspect, changes) => {
    const found = await checked(changes);
    expect(found.ok).toBe(false);
    expect(found.alerts[0]?.missing).toEqual([aspect]);
    expect(renderCheck(found, { columns: 100, colour: false })).toContain("✗ Errors: no drill shows");
  });

  test("an alert without any drill is said so, in one sentence", async () => {
    const more = `${whole["prometheus/rules.yml"]}  - alert: Down\n    expr: up == 0\n`;
    const quietButForDown =
      "title: Quiet\nload: steady\nwatch: 15m\nexpect: { others: { firing: [Down], notified: none } }\n";
    const found = await checked({ "prometheus/rules.yml": more, "drills/guide/all-quiet.yml": quietButForDown });
    expect(found.ok).toBe(false);
    expect(renderCheck(found, { columns: 100, colour: false })).toContain("✗ Down has no drill: add one, or waive it");
  });
});

describe("a waiver", () => {
  test("allows a gap until its day, with its reason in the table's notes", async () => {
    const found = await checked({
      ...noMiss,
      ...waiver(`    reason: the fault is being written\n    until: ${today}\n    lacks: [near miss]\n`),
    });
    expect(found).toMatchObject({ ok: true, alerts: [{ missing: [], waived: ["near miss"] }] });
    expect(renderCheck(found, { columns: 100, colour: false })).toContain(
      `? Errors: near miss waived until ${today}: the fault is being written`,
    );
  });

  test("of something else leaves the gap, and one of nothing is to be removed", async () => {
    const rest = "    reason: none\n    until: 2027-01-31\n    lacks: [quiet]\n";
    expect(await checked({ ...noMiss, ...waiver(rest) })).toMatchObject({ ok: false, needless: [{ alert: "Errors" }] });
    expect(await checked(waiver(rest))).toMatchObject({ ok: false, needless: [{ line: 2, column: 5 }] });
  });

  test("that is past, of no alert, without reason, with no such day: all is said at once, with its place", async () => {
    const text =
      "waivers:\n  - alert: Errors\n    reason: late\n    until: 2026-11-23\n  - alert: Erors\n    until: 2026-02-30\n" +
      "  - alert: Errors\n    reason: ''\n    until: 2027-01-01\n    lacks: [quite]\n";
    const { code, problems } = await wrong({ "waivers.yml": text, "drills/guide/short.yml": "title: 1\n" });
    expect(code).toBe("input");
    const told = problems.map(
      ({ file, line, column, message }) => `${path.basename(file)}:${line}:${column} ${message}`,
    );
    expect(told).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^short\.yml:1:8 /),
        "waivers.yml:4:12 this waiver ran out on 2026-11-23; add the drill, or agree on another day",
        expect.stringMatching(/^waivers\.yml:5:5 `reason` is missing/),
        expect.stringMatching(/^waivers\.yml:6:12 expected a day such as 2027-01-31/),
        expect.stringMatching(/^waivers\.yml:7:12 `Errors` is waived above already/),
        expect.stringMatching(/^waivers\.yml:8:13 expected a sentence/),
        expect.stringMatching(/^waivers\.yml:10:13 expected one of fires/),
      ]),
    );
    const unknown = await wrong({ "waivers.yml": "waivers: [{ alert: Erors, reason: a, until: 2027-01-01 }]\n" });
    expect(unknown.message).toContain("unknown alert `Erors`; did you mean `Errors`?");
  });
});

describe("the matrix", () => {
  const journal = recorded("one-in-five");
  const files = {
    "prometheus/rules.yml": whole["prometheus/rules.yml"].replace("Errors", "HighErrorRate"),
    "drills/guide/errors.yml":
      `title: ${journal.drill.title}\nalert: HighErrorRate\n${fault}expect: ` + JSON.stringify(journal.drill.expect),
    "drills/guide/short.yml": whole["drills/guide/short.yml"].replace("Errors", "HighErrorRate"),
    "alertmanager/alertmanager.yml":
      "route: { receiver: slack }\nreceivers: [{ name: slack }, { name: email }, { name: pagerduty }]\n",
  };
  const ran: Journal = { ...journal, drill: { ...journal.drill, name: "errors" } };

  test("has a row for each fault, with what is expected, and nothing seen where nothing was run", async () => {
    const { ok, matrix } = await checked(files);
    expect(ok).toBe(true);
    expect(matrix).toMatchObject([
      { drill: "errors", fault: "http-error ratio=0.2", expected: ["HighErrorRate"], seen: { state: "never run" } },
      { drill: "short", fault: "http-error ratio=0.2 for 10s", expected: [] },
    ]);
  });

  test("shows beside it what the last run saw, when and where", async () => {
    const found = await checked(files, { errors: ran });
    expect(found.matrix[0]).toMatchObject({ seen: { state: "seen", fired: ["HighErrorRate"] }, differing: [] });
    expect(renderCheck(found, { columns: 100, colour: false })).toMatch(
      /0\.2 +● +\d{4}-\d\d-\d\d \d\d:\d\d process +errors/,
    );
  });

  test("twin: an alert that did not fire, or one that nobody expected, is a difference, and fails", async () => {
    const silent = { ...ran, events: ran.events.filter(({ what }) => what !== "alert" && what !== "delivery") };
    const found = await checked(files, { errors: silent });
    expect(found).toMatchObject({ ok: false, matrix: [{ differing: ["HighErrorRate"] }, {}] });
    expect(renderCheck(found, { columns: 100, colour: false })).toContain(
      "HighErrorRate was expected and did not fire",
    );

    const other = `${files["prometheus/rules.yml"]}  - alert: LowTraffic\n    expr: up == 0\n`;
    const firing = ran.events.map((one) => (one.what === "alert" ? { ...one, name: "LowTraffic" } : one));
    const both = { ...ran, events: [...ran.events, ...firing] };
    expect((await checked({ ...files, "prometheus/rules.yml": other }, { errors: both })).matrix[0]?.differing).toEqual(
      ["LowTraffic"],
    );
  });

  test("takes no answer from a run of other rules, and says so", async () => {
    const rule = {
      at: 0,
      what: "rule",
      kind: "alert",
      name: "HighErrorRate",
      expr: "sum(rate(http_requests_total{status_code='500'}[5m])) > 1",
      forMs: 60_000,
      labels: {},
      annotations: {},
      file: "rules.yml",
      line: 4,
      column: 5,
    } as const;
    const of = async (changes: Partial<EventOf<"rule">>): Promise<Check> =>
      checked(files, { errors: { ...ran, events: [...ran.events, { ...rule, ...changes }] } });
    for (const changes of [{ expr: "up == 0" }, { forMs: 0 }, { labels: { severity: "info" } }, { name: "Gone" }]) {
      const { name } = { ...rule, ...changes };
      expect((await of(changes)).matrix[0]?.seen).toEqual({ state: "no answer", why: `rules changed since: ${name}` });
    }
    // Twin: from a run of today's rules, wherever they stand, it does.
    expect((await of({ line: 99 })).matrix[0]?.seen.state).toBe("seen");
  });

  test("takes no answer from a run of another drill, or one that could not see", async () => {
    const title = { ...ran, drill: { ...ran.drill, title: "Another" } };
    const failed: Journal = { ...ran, events: [...ran.events, { at: 0, what: "failed", message: "no room" }] };
    for (const errors of [title, failed]) {
      const { ok, matrix } = await checked(files, { errors });
      expect(ok).toBe(true);
      expect(matrix[0]).toMatchObject({ seen: { state: "no answer" }, differing: [] });
    }
  });

  test("a report that is none is said so", async () => {
    const reports = await directory({ "journals/errors.json": "{}" });
    await expect(check(await directory(whole), reports, today)).rejects.toMatchObject({
      code: "input",
      message: expect.stringContaining("errors.json:1:1: is not the journal of a drill"),
    });
  });
});

describe("alerts that share a name", () => {
  const rule = (severity: string, window: string): string =>
    `  - alert: Errors\n    labels: { severity: ${severity} }\n    expr: sum(rate(http_requests_total{status_code='500'}[${window}])) > 1\n`;
  const two = { "prometheus/rules.yml": `groups:\n- name: g\n  rules:\n${rule("page", "5m")}${rule("ticket", "3d")}` };
  const ofPage = (name: "errors" | "short"): Record<string, string> => ({
    [`drills/guide/${name}.yml`]: whole[`drills/guide/${name}.yml`].replace(
      "alert: Errors",
      "alert: Errors\nlabels: { severity: page }",
    ),
  });
  const page = { ...two, ...ofPage("errors"), ...ofPage("short") };

  test("are told apart: what is shown of one is not of the other", async () => {
    const { alerts, matrix } = await checked(page);
    expect(alerts).toMatchObject([
      { alert: 'Errors{severity="page"}', missing: [], by: { fires: ["errors"], quiet: ["all-quiet"] } },
      { alert: 'Errors{severity="ticket"}', missing: ["fires", "delivered to", "resolves", "near miss", "quiet"] },
    ]);
    expect(matrix).toMatchObject([
      {
        drill: "errors",
        expected: ['Errors{severity="page"}'],
        notWatched: ['Errors{severity="ticket"}'],
        differing: [],
      },
      { drill: "short", expected: [] },
    ]);
  });

  test("each have a waiver of their own", async () => {
    const ticket = `waivers:\n  - alert: Errors{severity="ticket"}\n    reason: long\n    until: ${today}\n`;
    expect(await checked({ ...page, "waivers.yml": ticket })).toMatchObject({ ok: true });
    const both = await wrong({ ...page, "waivers.yml": ticket.replace('{severity="ticket"}', "") });
    expect(both.problems[0]?.message).toMatch(/^unknown alert `Errors`/);
  });

  test("twin: a drill without labels shows what it shows of both", async () => {
    const { alerts } = await checked({ ...two, "drills/guide/short.yml": whole["drills/guide/short.yml"] });
    expect(alerts.map(({ by }) => by.fires)).toEqual([["errors"], ["errors"]]);
  });
});
