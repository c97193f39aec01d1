import { expect, test } from "vitest";
import { readRuleFile } from "../../../sandbox/rules/rule-file.ts";
import { ruleOrder } from "../../../sandbox/rules/rule-order.ts";

const order = (text: string) => {
  const { groups, problems } = readRuleFile("rules.yml", text);
  expect(problems).toEqual([]);
  return ruleOrder(groups.flatMap(({ rules }) => rules));
};

test("groups come after those whose records they read, and a sample passes as many evaluations as rules", () => {
  const chain = `groups:
  - name: alerts
    rules: [{ alert: A, expr: "b:x > 1" }]
  - name: second
    rules: [{ record: "b:x", expr: "a:x + 1" }]
  - name: first
    rules: [{ record: "a:x", expr: x }]
`;
  expect(order(chain)).toEqual({ groups: ["first", "second", "alerts"], hops: 3 });
});

test("an alert that reads another's state comes after it", () => {
  const meta = `groups:
  - name: meta
    rules: [{ alert: Many, expr: 'count(ALERTS{alertname="A"}) > 3' }]
  - name: alerts
    rules: [{ alert: A, expr: x }]
`;
  expect(order(meta)).toEqual({ groups: ["alerts", "meta"], hops: 2 });
});

test("twin: groups that have nothing to do with one another stay as they stand; a circle ends", () => {
  const circle = `groups:
  - name: a
    rules: [{ record: "a:x", expr: "b:x" }]
  - name: b
    rules: [{ record: "b:x", expr: "a:x" }]
  - name: c
    rules: [{ alert: C, expr: x }]
`;
  expect(order(circle)).toEqual({ groups: ["b", "a", "c"], hops: 2 });
});
