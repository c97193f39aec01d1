import { expect, test } from "vitest";
import { provoke } from "../../../sandbox/rules/provoke.ts";
import type { Provocation } from "../../../sandbox/rules/provoke.ts";
import { readRuleFile } from "../../../sandbox/rules/rule-file.ts";

const file = (expr: string): string => `groups:
  - name: api
    rules:
      - { record: "job:x", expr: sum by (job) (x) }
      - alert: Many
        expr: ${expr}
        for: 5m
        labels: { severity: page }
`;
const provoked = (expr: string, how: Provocation) => {
  const { groups, problems } = readRuleFile("rules.yml", provoke(file(expr), how));
  expect(problems).toEqual([]);
  return groups.flatMap(({ rules }) => rules.map((rule) => [rule.name, rule.expr, rule.forMs] as const));
};

test("an alert is asked for less: at once, and at half and twice its threshold; what is recorded stays", () => {
  expect(provoked("job:x > 0.5", "nearer")).toEqual([
    ["job:x", "sum by (job) (x)", 0],
    ["Many", "job:x > 0.5", 0],
    ["Many", "job:x > 1", 0],
    ["Many", "job:x > 0.25", 0],
  ]);
});

test("an alert is asked the other way round, where it compares nothing as well", () => {
  expect(provoked("job:x > 0.5", "turned").slice(1)).toEqual([["Many", "job:x <= 0.5", 0]]);
  expect(provoked("a == 0 or b >= 2", "turned").slice(1)).toEqual([
    ["Many", "a != 0 or b >= 2", 0],
    ["Many", "a == 0 or b < 2", 0],
  ]);
  expect(provoked("absent(x)", "turned").slice(1)).toEqual([["Many", "absent(absent(x))", 0]]);
});
