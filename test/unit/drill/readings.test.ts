import { expect, test } from "vitest";
import { readings } from "../../../sandbox/drill/plan/readings.ts";
import { watchedRules } from "../../../sandbox/drill/plan/watched-rules.ts";
import { readRuleFile } from "../../../sandbox/rules/rule-file.ts";

const read = (expr: string, records: readonly string[] = []): string[] => {
  const rules = [`{ alert: A, expr: '${expr}' }`, ...records];
  const file = readRuleFile("f.yml", `groups: [{ name: g, rules: [${rules.join(", ")}] }]`);
  const found = readings(watchedRules([file], { alert: "A" }).tested, [file]);
  return found.map(({ rule, metric, labels }) => `${rule}: ${metric}{${labels.join()}}`);
};

test.each([
  ['sum(rate(x{a="1"}[5m])) / sum(y) > 0.05', ["A: x{a}", "A: y{}"]],
  ["x and on() y", ["A: x{}", "A: y{}"]],
  ["max_over_time(rate(x[5m])[1h:] offset 5m) > y", ["A: x{}", "A: y{}"]],
  ["x unless on() y", ["A: x{}"]],
  ["(x unless y) * z", ["A: x{}", "A: z{}"]],
  ["x > 5 or y > 5", []],
  ["sum(x or vector(0)) > 5", []],
  ["z * (x or y)", ["A: z{}"]],
  ['x{a="1", b="1"} > 5 or x{a="2"} < 1', ["A: x{a}"]],
  ['(x{a="1"} or y) or (x{b="1"} and y)', []],
  ["absent(x)", []],
  ["absent(rate(x[5m])) and y", ["A: y{}"]],
  ["absent(sum(x) + y)", []],
  ["absent_over_time(sum(x)[5m:]) * on() y", ["A: y{}"]],
  ["vector(scalar(x)) < 1 and y", ["A: y{}"]],
  ["x == 0 and ALERTS", ["A: x{}"]],
])("what %j can't fire without", (expr, expected) => {
  expect(read(expr)).toEqual(expected);
});

const record = (expr: string): string => `{ record: r, expr: '${expr}' }`;

test("what a recording rule reads must be there where its series must", () => {
  expect(read("r > 5", [record("sum(x)")])).toEqual(["r: x{}"]);
  expect(read("y unless r > 5", [record("sum(x)")])).toEqual(["A: y{}"]);
  expect(read("absent(r)", [record("sum(x)")])).toEqual([]);
});

test("of several rules that record one series, what all of them read must be there", () => {
  expect(read("r > 5", [record("x"), record("y")])).toEqual([]);
  expect(read("r > 5", [record("x * z"), record("y * z")])).toEqual(["r: z{}"]);
});

test("a rule that reads itself needs what else it reads", () => {
  expect(read("r > 5", [record("r + x")])).toEqual(["r: x{}"]);
});

test("of several alerts of one name any may fire", () => {
  expect(read("x * z > 5", ["{ alert: A, expr: y * z }"])).toEqual(["A: z{}"]);
});
