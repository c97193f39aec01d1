import { expect, test } from "vitest";
import { watchedRules } from "../../../sandbox/drill/plan/watched-rules.ts";
import { readRuleFile } from "../../../sandbox/rules/rule-file.ts";

const file = readRuleFile(
  "rules.yml",
  `groups:
  - name: slo
    rules:
      - { record: errors:rate1h, expr: 'sum(rate(errors_total[1h]))' }
      - { record: errors:share, expr: 'errors:rate1h / 100' }
      - { record: unused:rate2m, expr: 'rate(unused_total[2m])' }
  - name: alerts
    rules:
      - { alert: Burn, expr: 'errors:share > 0.1' }
      - { alert: BurnSmooth, expr: 'avg_over_time(errors:share[30m]) > 0.1' }
      - { alert: Errors, expr: 'rate(errors_total[10m]) > 1' }
      - { alert: Down, expr: 'up == 0' }
      - { alert: Yesterday, expr: 'errors_total > 2 * errors_total offset 1d' }
`,
);
const minutes = 60_000;
type Wanted = Parameters<typeof watchedRules>[1];
const watchIn = (files: Parameters<typeof watchedRules>[0], drill: Wanted) => {
  const { windowMs, ...rules } = watchedRules(files, drill);
  const names = (some: readonly { readonly name: string }[]) => some.map(({ name }) => name);
  return {
    tested: names(rules.tested),
    watched: names(rules.watched),
    notWatched: names(rules.notWatched),
    windowMs,
  };
};
const watch = (alert: string, more: Wanted = {}) => watchIn([file], { alert, ...more });

test("the rules are read", () => expect(file.problems).toEqual([]));

test("an alert is watched with all that it depends on, through recording rules, whose windows add up", () => {
  expect(watch("BurnSmooth")).toMatchObject({
    tested: ["errors:rate1h", "errors:share", "BurnSmooth"],
    windowMs: 90 * minutes,
    notWatched: ["Yesterday"],
  });
  expect(watch("Burn")).toMatchObject({ tested: ["errors:rate1h", "errors:share", "Burn"], windowMs: 60 * minutes });
  expect(watch("Down").tested).toEqual(["Down"]);
});

test("rules with longer windows are left out and named, shorter ones are watched along", () => {
  expect(watch("Errors")).toEqual({
    tested: ["Errors"],
    watched: ["Errors", "Down"],
    notWatched: ["Burn", "BurnSmooth", "Yesterday"],
    windowMs: 10 * minutes,
  });
  expect(watch("Yesterday").notWatched).toEqual([]);
});

test("what records and is read by no alert that is watched is left out", () => {
  expect(watch("Yesterday").watched).not.toContain("unused:rate2m");
  expect(watch("Yesterday").watched).toContain("errors:rate1h");
});

test("without an alert what is watched looks no further back than the drill goes on", () => {
  expect(watchIn([file], { watch: "24h" })).toMatchObject({ tested: [], notWatched: [], windowMs: 1440 * minutes });
  expect(watchIn([file], { watch: "15m" })).toEqual({
    tested: [],
    watched: ["Errors", "Down"],
    notWatched: ["Burn", "BurnSmooth", "Yesterday"],
    windowMs: 10 * minutes,
  });
  const cpu = { kind: "cpu-burn", share: 0.5 } as const;
  expect(watchIn([file], { fault: { ...cpu, lasts: "1h" } }).watched).toContain("Burn");
  expect(watchIn([file], { fault: { ...cpu, repeat: { on: "20m", off: "10m", times: 2 } } }).watched).toContain("Burn");
  expect(watchIn([file], { fault: { ...cpu, lasts: "1m" } }).watched).toEqual(["Down"]);
});

test("what goes on for ever, as exploring does, watches everything", () => {
  expect(watchIn([file], {})).toMatchObject({ notWatched: [], windowMs: 1440 * minutes });
  expect(watchIn([file], {}).watched).toHaveLength(8);
});

const alike = readRuleFile(
  "alike.yml",
  `groups:
  - name: slo
    rules:
      - { record: share, expr: 'a / b', labels: { id: one } }
      - { record: share, expr: 'avg_over_time(c[30m])', labels: { id: two } }
      - { record: share, expr: 'd / e' }
      - { alert: Burn, expr: 'share{id="one"} > 0.1', labels: { severity: page } }
      - { alert: Burn, expr: 'avg_over_time(share{id="one"}[3d]) > 0.1', labels: { severity: ticket } }
`,
);

test("of alerts that share a name only those with the drill's labels are under test, and the others not even loaded", () => {
  const page = watchedRules([alike], { alert: "Burn", labels: { severity: "page" } });
  expect(page.watched.filter(({ kind }) => kind === "alert")).toMatchObject([{ labels: { severity: "page" } }]);
  expect(page.notWatched).toMatchObject([{ labels: { severity: "ticket" } }]);
  const ticket = watchedRules([alike], { alert: "Burn", labels: { severity: "ticket" } });
  expect(ticket.notWatched).toMatchObject([{ labels: { severity: "page" } }]);
  expect(watchedRules([alike], { alert: "Burn" }).notWatched).toEqual([]);
});

test("a recording that bears another label than the one selected is no dependency", () => {
  const { tested, windowMs } = watchedRules([alike], { alert: "Burn", labels: { severity: "page" } });
  expect(tested.map(({ expr }) => expr)).toEqual(["a / b", "d / e", 'share{id="one"} > 0.1']);
  expect(windowMs).toBe(0);
});

test("rules that read one another in a circle come to an end", () => {
  const circle = readRuleFile(
    "circle.yml",
    "groups: [{ name: g, rules: [{ record: a, expr: 'b' }, { record: b, expr: 'a' }, { alert: A, expr: 'a > 1' }] }]",
  );
  expect(watchedRules([circle], { alert: "A" }).tested.map(({ name }) => name)).toEqual(["b", "a", "A"]);
});
