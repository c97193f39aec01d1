import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mutants } from "../../../sandbox/rules/mutate.ts";
import { readRuleFile } from "../../../sandbox/rules/rule-file.ts";

const rule = (expr: string, rest = ""): string =>
  `groups:\n- name: g\n  rules:\n  - alert: A # why\n    expr: ${expr}\n${rest}`;
const changes = (text: string): string[] => mutants("rules.yml", text).map(({ what }) => what);

describe("an alert with one number another", () => {
  test("has each threshold and each `for` twice and half as great", () => {
    expect(changes(rule("errors / all > 0.05", "    for: 5m\n"))).toEqual([
      "> 0.05 → > 0.1",
      "> 0.05 → > 0.025",
      "for 5m → 10m",
      "for 5m → 2m30s",
    ]);
  });

  test("keeps the rest of the file, and says where the number stood", () => {
    const text = rule("|\n      sum(rate(x[5m]))\n        > 0.05\n");
    expect(mutants("rules.yml", text)[0]).toMatchObject({
      alert: "A",
      line: 7,
      column: 11,
      text: text.replace("0.05", "0.1"),
    });
  });

  test("what is compared with nothing is compared with one", () => {
    expect(changes(rule("up == 0"))).toEqual(["== 0 → == 1"]);
  });

  test("a factor on either side is a threshold; a quantile, a window and an argument are none", () => {
    expect(changes(rule("errors > 0.05 * all"))).toHaveLength(2);
    expect(changes(rule("1 < histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m])))"))).toEqual([
      "< 1 → < 2",
      "< 1 → < 0.5",
    ]);
    expect(changes(rule("(a > 2) and on () (b < 3)"))).toHaveLength(4);
  });

  test("what only records, and a file that is wrong, have none", () => {
    expect(changes("groups:\n- name: g\n  rules:\n  - { record: a:b, expr: x > 5 }\n")).toEqual([]);
    expect(changes(rule("up =="))).toEqual([]);
  });
});

test("every mutant of the project's rules is a rule file that is right, and another one", () => {
  const file = "fixtures/prometheus/rules/bailbondpro.yml";
  const text = readFileSync(file, "utf8");
  const all = mutants(file, text);
  expect(all.length).toBeGreaterThan(6);
  for (const one of all) expect(readRuleFile(file, one.text).problems).toEqual([]);
  expect(new Set([text, ...all.map((one) => one.text)]).size).toBe(all.length + 1);
});
