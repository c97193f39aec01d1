import { expect, test } from "vitest";
import { checkDrill } from "../../../sandbox/drill/read/check-drill.ts";
import type { Names } from "../../../sandbox/drill/read/check-drill.ts";
import { recheck } from "../../../sandbox/drill/read/recheck.ts";
import { readDrill } from "../../../sandbox/drill/read/read-drill.ts";
import { readRuleFile } from "../../../sandbox/rules/rule-file.ts";

const names: Names = {
  alerts: ["HighErrorRate", "LowAvailability"],
  rules: readRuleFile(
    "rules.yml",
    "groups: [{ name: g, rules: [{ alert: HighErrorRate, expr: up, labels: { severity: page } }, { alert: LowAvailability, expr: up }] }]",
  ).groups.flatMap(({ rules }) => rules),
  loads: ["steady", "guide", "spike"],
  unfitLoads: new Map([
    ["guide", "it has `connections`, and a drill needs an even one, with a `rate`"],
    ["spike", "it has `stages`, and a drill needs an even one, with a `rate`"],
  ]),
  unfitSurges: new Map([["spike", "it has `stages`, and a surge has a `rate` or `connections`"]]),
  routes: ["/api/bonds", "/api/bonds/:id"],
  receivers: ["slack", "email"],
  services: ["api", "alertmanager"],
};
const good = `title: One in five
alert: HighErrorRate
load: steady
fault:
  http-error: { ratio: 0.2, route: /api/bonds }
  lasts: 4m
expect:
  pending: { within: 3m }
  firing: { within: 9m }
  delivered: { to: [slack, email], within: 10m }
  resolved: { within: 8m }
  resolved-notice: { within: 14m }
  others: { firing: [LowAvailability], notified: none }
`;

/** Everything wrong with a drill, as `line:column: message`. */
function wrong(text: string, known: Names = names): string[] {
  const { source, drill, problems } = readDrill("drill.yml", text, "drill");
  return [...problems, ...checkDrill(source, drill, known)].map(
    ({ line, column, message }) => `${line}:${column}: ${message}`,
  );
}
const but = (from: string, to: string): string => {
  expect(good).toContain(from);
  return good.replace(from, to);
};

test("a drill that is right gives the value that TypeScript would, under the name of its file", () => {
  expect(wrong(good)).toEqual([]);
  expect(readDrill("drill.yml", good, "one-in-five").drill).toEqual({
    name: "one-in-five",
    title: "One in five",
    alert: "HighErrorRate",
    load: "steady",
    fault: { kind: "http-error", ratio: 0.2, route: "/api/bonds", lasts: "4m" },
    expect: {
      pending: { within: "3m" },
      firing: { within: "9m" },
      delivered: { to: ["slack", "email"], within: "10m" },
      resolved: { within: "8m" },
      "resolved-notice": { within: "14m" },
      others: { firing: ["LowAvailability"], notified: "none" },
    },
  });
});

const surging = `title: More come
alert: HighErrorRate
load: steady
surge: { load: guide, lasts: 4m }
expect:
  firing: { within: 9m }
  resolved: { within: 8m }
  others: none
`;

test("a drill may have more come in place of a fault", () => {
  expect(wrong(surging)).toEqual([]);
  const { drill } = readDrill("drill.yml", surging, "more");
  expect(drill).toMatchObject({ load: "steady", fault: { kind: "surge", load: "guide", lasts: "4m" } });
  expect(drill).not.toHaveProperty("surge");
  // As if it stood in a file.
  expect(() => drill && recheck(drill, names)).not.toThrow();
  expect(() => drill && recheck({ ...drill, fault: { kind: "surge", load: "spike" } }, names)).toThrow(
    "`spike` is no load for a surge",
  );
});

test.each([
  [
    surging.replace("guide", "spike"),
    ["4:16: `spike` is no load for a surge: it has `stages`, and a surge has a `rate` or `connections`"],
  ],
  [surging.replace("guide", "rush"), ["4:16: unknown load profile `rush`; expected one of `steady`, `guide`"]],
  [surging.replace("load: guide, ", ""), ["4:8: `load` is missing; expected the name of a load profile"]],
  [surging.replace("lasts: 4m", "lasts: soon"), ["4:30: expected a duration above zero, such as 5m, got `soon`"]],
  [surging.replace("lasts", "lats"), ["4:23: unknown key `lats`; did you mean `lasts`?"]],
  [
    surging.replace("lasts: 4m", "lasts: 4m, repeat: { on: 2m, off: 2m, times: 2 }"),
    ["4:23: `lasts` and `repeat` exclude each other; keep one"],
  ],
  [
    surging.replace("expect:", "fault: { http-error: { ratio: 1 } }\nexpect:"),
    ["4:1: `surge` and `fault` exclude each other; keep one"],
  ],
  [
    surging.replace("surge: { load: guide, lasts: 4m }", "fault: { surge: { load: guide } }"),
    ["4:10: a surge is no fault: write `surge: { load: NAME }` in its place"],
  ],
])("what is wrong with a surge has its place: %j", (text, problems) => {
  expect(wrong(text)).toEqual(problems);
});

test.each([
  ["title: T\nload: steady\nwatch: 15m\nexpect: { others: none }\n"],
  ["title: T\nalert: HighErrorRate\nload: steady\nwatch: 15m\nexpect: { firing: never, others: none }\n"],
  ["title: T\nalert: HighErrorRate\nload: steady\nwatch: 15m\nexpect: { pending: never, others: none }\n"],
  ["title: T\nload: steady\nwatch: 9m\nfault: { http-error: { ratio: 1 } }\nexpect: { others: none }\n"],
  [but("lasts: 4m", "repeat: { on: 2m, off: 2m, times: 4 }")],
  [but("http-error: { ratio: 0.2, route: /api/bonds }", "down: { service: api, how: pause }")],
  [but("notified: none", "notified: [LowAvailability]")],
])("so is this one: %j", (text) => {
  expect(wrong(text)).toEqual([]);
});

const duration = "expected a duration above zero, such as 5m";
const httpError = "(http-error {ratio, route?}: that share of the API's answers is a 500)";
test.each([
  [
    but("load: steady", "load: guide"),
    ["3:7: `guide` is no load for a drill: it has `connections`, and a drill needs an even one, with a `rate`"],
  ],
  [
    but("title:", "titel:"),
    ["1:1: unknown key `titel`; did you mean `title`?", "1:1: `title` is missing; expected text"],
  ],
  [but("pending:", "pendign:"), ["8:3: unknown key `pendign`; did you mean `pending`?"]],
  [
    but("resolved: { within: 8m }", "resolved: { withn: 8m }"),
    [
      "11:15: unknown key `withn`; did you mean `within`?",
      `11:13: \`within\` is missing; expected a duration such as 5m`,
    ],
  ],
  [but("{ within: 3m }", "{ withn: 3m }"), ["8:12: expected { within: DURATION } or never, got a mapping"]],
  [but("within: 9m", "within: 9 minutes"), [`9:21: ${duration}, got \`9 minutes\``]],
  [but("within: 9m", "within: 0s"), [`9:21: ${duration}, got \`0s\``]],
  [but("within: 9m", "within: 9"), ["9:11: expected { within: DURATION } or never, got a mapping"]],
  [but("firing: { within: 9m }", "firing: soon"), ["9:11: expected { within: DURATION } or never, got `soon`"]],
  [but("lasts: 4m", "lasts: -4m"), [`6:10: ${duration}, got \`-4m\``]],
  [but("lasts: 4m", "repeat: { on: 2m, off: 2m, times: 0 }"), ["6:37: expected at least 1, got `0`"]],
  [but("to: [slack, email]", "to: []"), ["10:20: expected at least one name, got a list"]],
  [
    but("  others: { firing: [LowAvailability], notified: none }\n", ""),
    ["8:3: `others` is missing; expected none or { firing: [ALERT, …], notified: none }"],
  ],
  [
    but("alert: HighErrorRate", "alert: HighErorRate"),
    ["2:8: unknown alert `HighErorRate`; did you mean `HighErrorRate`?"],
  ],
  [but("load: steady", "load: rush"), ["3:7: unknown load profile `rush`; expected one of `steady`"]],
  [but("[slack, email]", "[slack, emial]"), ["10:28: unknown receiver `emial`; did you mean `email`?"]],
  [
    but("[LowAvailability]", "[LowAvailabilty]"),
    ["13:22: unknown alert `LowAvailabilty`; did you mean `LowAvailability`?"],
  ],
  [but("route: /api/bonds", "route: /api/bond"), ["5:36: unknown route `/api/bond`; did you mean `/api/bonds`?"]],
  [
    but("http-error: { ratio: 0.2, route: /api/bonds }", "latency: { ms: 100, route: /api/bond }"),
    ["5:30: unknown route `/api/bond`; did you mean `/api/bonds`?"],
  ],
  [
    but("route: /api/bonds", "route: bonds"),
    [
      `5:36: \`route\`: expected a route's pattern, such as /api/bonds/:id ${httpError}`,
      "5:36: unknown route `bonds`; expected one of `/api/bonds`, `/api/bonds/:id`",
    ],
  ],
  [but("http-error: {", "http-eror: {"), ["5:3: unknown fault `http-eror`; did you mean `http-error`?"]],
  [but("ratio: 0.2", "ratio: 2"), [`5:24: \`ratio\`: expected at most 1 ${httpError}`]],
  [but("ratio: 0.2", "ratio: 0"), [`5:24: \`ratio\`: expected more than 0 ${httpError}`]],
  [
    but("ratio: 0.2, ", ""),
    [`5:15: \`ratio\` is missing: expected a number above 0 and up to 1, such as 0.2 ${httpError}`],
  ],
  [but("ratio: 0.2", "ratio: 0.2, status: 503"), [`5:37: unknown parameter \`status\` ${httpError}`]],
  [
    but("{ ratio: 0.2, route: /api/bonds }", "0.2"),
    ["5:15: expected parameters: http-error {ratio, route?}: that share of the API's answers is a 500"],
  ],
  [
    but("http-error: { ratio: 0.2, route: /api/bonds }", "down: { service: apy, how: stop }"),
    [
      "5:30: `how`: expected kill, pause or cut (down {service, how: kill|pause|cut}: the service crashes, freezes, or (in containers) loses its network)",
      "5:20: unknown service `apy`; did you mean `api`?",
    ],
  ],
  [
    but("  lasts: 4m", "  lasts: 4m\n  repeat: { on: 2m, off: 2m, times: 2 }"),
    ["6:3: `lasts` and `repeat` exclude each other; keep one"],
  ],
  [
    but("  lasts: 4m", "  down: { service: api, how: kill }"),
    ["6:3: a drill has one fault, and `http-error` is given already"],
  ],
  [
    but("  http-error: { ratio: 0.2, route: /api/bonds }\n", ""),
    [
      "5:3: a fault has a kind; expected one of http-error, latency, down, memory, pool, slow-query, cpu-burn, traffic, login-brute-force",
    ],
  ],
  [but("alert: HighErrorRate", "alert: [HighErrorRate"), [expect.stringMatching(/^\d+:\d+: not valid YAML: /)]],
])("wrong: %j", (text, problems) => {
  expect(wrong(text).toSorted()).toEqual(problems.toSorted());
});

const neverAlone = "title: T\nalert: HighErrorRate\nload: steady\nexpect: { firing: never, others: none }\n";
test.each([
  [
    but("alert: HighErrorRate\n", ""),
    ["pending", "firing", "delivered", "resolved", "resolved-notice"].map((key) =>
      expect.stringMatching(`\`${key}\` is about an alert, and this drill names none`),
    ),
  ],
  [
    but("firing: { within: 9m }", "firing: never"),
    ["delivered", "resolved", "resolved-notice"].map((key) =>
      expect.stringMatching(`\`${key}\` can't come true where \`firing\` is never`),
    ),
  ],
  [
    good.replace(/fault:\n.*\n.*\n/, ""),
    ["resolved", "resolved-notice"].map((key) =>
      expect.stringMatching(`\`${key}\` counts from when the fault is lifted, and this drill has none`),
    ),
  ],
  [
    "title: T\nalert: HighErrorRate\nload: steady\nwatch: 5m\nexpect: { others: none }\n",
    [expect.stringMatching("nothing is expected of HighErrorRate")],
  ],
  [
    "title: T\nload: steady\nexpect: { others: none }\n",
    [expect.stringMatching("a drill with neither alert nor fault says how long to look on; add `watch: 15m`")],
  ],
  [
    "title: T\nload: steady\nfault: { http-error: { ratio: 1 } }\nexpect: { others: none }\n",
    [expect.stringMatching("a drill without an alert says how long to look on")],
  ],
  [
    but("pending: { within: 3m }", "pending: never"),
    ["delivered", "resolved", "resolved-notice", "firing"].map((key) =>
      expect.stringMatching(`\`${key}\` can't come true where \`pending\` is never`),
    ),
  ],
  [
    neverAlone.replace("firing", "pending"),
    ["4:11: `never` without a fault says how long to look on; add `watch: 15m`"],
  ],
  [neverAlone, ["4:11: `never` without a fault says how long to look on; add `watch: 15m`"]],
  [
    but("firing: [LowAvailability], notified: none", "firing: [HighErrorRate], notified: [LowAvailability]"),
    [
      "13:22: `HighErrorRate` is the alert under test; only other alerts are expected here",
      "13:49: `LowAvailability` can't notify without firing; add it to `firing`",
    ],
  ],
])("contradicts itself: %j", (text, problems) => {
  expect(wrong(text)).toEqual(problems);
});

test("one mistake hides no other: of form, of the fault, of names", () => {
  const text = but("title:", "titel:")
    .replace("alert: HighErrorRate", "alert: Nothing")
    .replace("ratio: 0.2", "ratio: 2")
    .replace("[slack, email]", "[ceo, email]")
    .replace("within: 8m", "within: later");
  expect(wrong(text).map((problem) => problem.split(":")[0])).toEqual(["1", "11", "1", "5", "2", "10"]);
});

test("what a broken file would have said is not missed twice", () => {
  const blind = { ...names, alerts: undefined, receivers: undefined, services: undefined };
  expect(wrong(but("alert: HighErrorRate", "alert: Nothing").replace("[slack, email]", "[ceo]"), blind)).toEqual([]);
});

test("labels that say which of several alerts is meant are read; such as no rule has are wrong", () => {
  const which = (labels: string): string => but("alert: HighErrorRate", `alert: HighErrorRate\nlabels: ${labels}`);
  expect(wrong(which("{ severity: page }"))).toEqual([]);
  expect(readDrill("drill.yml", which("{ severity: page }"), "drill").drill?.labels).toEqual({ severity: "page" });
  expect(wrong(which("{ severity: ticket }"))).toEqual([
    '3:9: no rule of HighErrorRate has {severity="ticket"}; there are {severity="page"}',
  ]);
  expect(wrong(which("page"))).toEqual([expect.stringMatching(/^3:9: expected labels such as/)]);
  expect(wrong("title: T\nload: steady\nwatch: 5m\nlabels: { severity: page }\nexpect: { others: none }\n")).toEqual([
    "4:1: `labels` are of the alert under test, and this drill names none; add `alert: NAME`",
  ]);
});
