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
const watch = (alert: string | undefined) => {
  const { tested, watched, notWatched, windowMs } = watchedRules([file], alert);
  return { tested: tested.map(({ name }) => name), watched: watched.map(({ name }) => name), notWatched, windowMs };
};

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
    watched: ["unused:rate2m", "Errors", "Down"],
    notWatched: ["Burn", "BurnSmooth", "Yesterday"],
    windowMs: 10 * minutes,
  });
  expect(watch("Yesterday").notWatched).toEqual([]);
});

test("without an alert everything is watched", () => {
  expect(watch(undefined)).toMatchObject({ tested: [], notWatched: [] });
  expect(watch(undefined).watched).toHaveLength(8);
});

test("rules that read one another in a circle come to an end", () => {
  const circle = readRuleFile(
    "circle.yml",
    "groups: [{ name: g, rules: [{ record: a, expr: 'b' }, { record: b, expr: 'a' }, { alert: A, expr: 'a > 1' }] }]",
  );
  expect(watchedRules([circle], "A").tested.map(({ name }) => name)).toEqual(["b", "a", "A"]);
});
