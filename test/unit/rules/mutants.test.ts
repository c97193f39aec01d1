import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mutatedFile } from "../../../sandbox/rules/mutate/mutated-file.ts";
import { mutantsOf } from "../../../sandbox/rules/mutate/mutants.ts";
import type { Mutant } from "../../../sandbox/rules/mutate/mutants.ts";
import { parseExpr } from "../../../sandbox/rules/promql.ts";
import { readRuleFile } from "../../../sandbox/rules/rule-file.ts";

const rule = (expr: string, rest = ""): string =>
  `groups:\n- name: g\n  rules:\n  - alert: A # why\n    expr: ${expr}\n${rest}`;
const all = (text: string): Mutant[] => mutantsOf([readRuleFile("rules.yml", text)]);
const whats = (text: string, operator: Mutant["operator"]): string[] =>
  all(text).flatMap((one) => (one.operator === operator ? [one.what] : []));
const exprs = (text: string, operator: Mutant["operator"]): string[] =>
  all(text).flatMap(({ operator: own, changed }) => (own === operator && "expr" in changed ? [changed.expr] : []));

describe("the mutants of an alert", () => {
  test("each number that is compared, off by a factor of two and by a tenth; what is compared with nothing, with one", () => {
    expect(whats(rule("errors / all > 0.05"), "threshold")).toEqual([
      "> 0.05 → > 0.1",
      "> 0.05 → > 0.025",
      "> 0.05 → > 0.055",
      "> 0.05 → > 0.045",
    ]);
    expect(whats(rule("up == 0"), "threshold")).toEqual(["== 0 → == 1"]);
    expect(exprs(rule("time() - backup > 1h"), "threshold")).toContain("time() - backup > 7200");
  });

  test("a factor on either side is a threshold; a quantile, a window and an argument are none", () => {
    expect(whats(rule("errors > 0.05 * all"), "threshold")).toHaveLength(4);
    expect(whats(rule("1 < histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m])))"), "threshold")).toHaveLength(4);
    expect(whats(rule("(a > 2) and on () (b < 3)"), "threshold")).toHaveLength(8);
  });

  test("its `for` and `keep_firing_for`: twice, half, half as long again, none", () => {
    expect(whats(rule("up == 0", "    for: 5m\n    keep_firing_for: 2m\n"), "for")).toEqual([
      "for 5m → 10m",
      "for 5m → 2m30s",
      "for 5m → 7m30s",
      "for 5m → dropped",
      "keep_firing_for 2m → 4m",
      "keep_firing_for 2m → 1m",
      "keep_firing_for 2m → 3m",
      "keep_firing_for 2m → dropped",
    ]);
    expect(whats(rule("up == 0", "    for: 0s\n"), "for")).toEqual([]);
  });

  const cases: [Mutant["operator"], string, string[]][] = [
    ["comparison", "a > 5", ["a >= 5", "a < 5", "a == 5", "a != 5", "a"]],
    ["comparison", "5 > a", ["5 >= a", "5 < a", "5 == a", "5 != a", "a"]],
    ["comparison", "a <= bool b", ["a < bool b", "a > bool b", "a == bool b", "a != bool b", "a"]],
    ["matcher", 'a{b="c"}', ["a", 'a{b!="c"}', 'a{b=~".+"}']],
    [
      "matcher",
      'a{b!~"c", d="e"}',
      ['a{d="e"}', 'a{b=~"c", d="e"}', 'a{b!~"c"}', 'a{b!~"c", d!="e"}', 'a{b!~"c", d=~".+"}'],
    ],
    // Without its only matcher, it would select everything, which is no selector.
    ["matcher", '{b="c"}', ['{b=~".+"}']],
    ["aggregation", "sum(a)", ["avg(a)", "max(a)", "min(a)", "count(a)"]],
    ["aggregation", "topk(3, a)", ["bottomk(3, a)"]],
    ["grouping", "sum(a)", ["sum by (instance) (a)"]],
    [
      "grouping",
      "sum by (job, le) (a)",
      ["sum by (le) (a)", "sum by (job) (a)", "sum by (job, le, instance) (a)", "sum without (job, le) (a)"],
    ],
    ["grouping", "sum(a) without (job)", ["sum(a) ", "sum(a) without (job, instance)", "sum(a) by (job)"]],
    ["matching", "a / on (b, c) d", ["a / on (c) d", "a / on (b) d", "a /  d"]],
    ["function", "rate(a[5m])", ["irate(a[5m])", "increase(a[5m])"]],
    ["function", "abs(a)", []],
    ["quantile", "histogram_quantile(0.95, a)", ["histogram_quantile(0.5, a)", "histogram_quantile(0.99, a)"]],
    ["quantile", "round(a, 0.5)", []],
    ["window", "rate(a[5m])", ["rate(a[10m])", "rate(a[2m30s])"]],
    ["window", "max_over_time(a[1h:1m])", ["max_over_time(a[2h:1m])", "max_over_time(a[30m:1m])"]],
    ["window", "a offset 1d", ["a offset 2d", "a offset 12h"]],
    ["side", "a and b", ["a", "b"]],
    ["side", "a unless on (c) b", ["a"]],
    ["swap", "a - on (c) b", ["(b) - on (c) (a)"]],
    ["swap", "a + b", []],
  ];
  test.each(cases)("%s of `%s`", (operator, expr, expected) => {
    expect(exprs(rule(JSON.stringify(expr)), operator)).toEqual(expected);
  });

  test("each says which test would tell it from the rule", () => {
    const [first] = all(rule("a > 5"));
    expect(first?.test).toBe("a value of exactly 5, on which it must not even be pending");
    for (const { test: needed } of all(rule("sum by (job) (rate(a[5m])) > 0.5", "    for: 5m\n")))
      expect(needed).toMatch(/\w{3}.*\w$/);
  });

  test("the same mistake at two places has two names", () => {
    expect(whats(rule("rate(a[5m]) / rate(b[5m]) > 2"), "window")).toEqual([
      "[5m] → [10m]",
      "[5m] → [2m30s]",
      "[5m] → [10m] (2)",
      "[5m] → [2m30s] (2)",
    ]);
  });
});

describe("which rules have mutants", () => {
  const recorded = (name: string, expr: string): string => `  - { record: ${name}, expr: "${expr}" }\n`;

  test("what an alert stands on has some, by however many steps; what nobody reads has none", () => {
    const text =
      rule("a:b > 1") + recorded("a:b", "sum(c:d)") + recorded("c:d", "rate(x[5m])") + recorded("e", "sum(x)");
    expect(new Set(all(text).map(({ id }) => id))).toEqual(new Set(["A", "a:b", "c:d"]));
  });

  test("a file that is wrong has none", () => {
    expect(all(rule("up =="))).toEqual([]);
    expect(all(rule("up == 0")).length).toBeGreaterThan(0);
  });
});

describe("a mutant in its file", () => {
  const text = rule("|\n      sum(rate(x[5m]))\n        > 0.05\n", "    for: 5m # long\n");
  const file = readRuleFile("rules.yml", text);
  const written = (what: string): string | undefined => {
    const mutant = mutantsOf([file]).find((one) => one.what === what);
    return mutant && mutatedFile(file, mutant);
  };

  test("stands where it was, and the rest is as it was", () => {
    expect(written("> 0.05 → > 0.1")).toBe(text.replace("0.05", "0.1"));
    expect(written("for 5m → 10m")).toBe(text.replace("for: 5m", "for: 10m"));
    expect(written("sum → sum by (instance)")).toBe(text.replace("sum(", "sum by (instance) ("));
    expect(mutantsOf([file]).find(({ what }) => what === "> 0.05 → > 0.1")).toMatchObject({ line: 7, column: 11 });
  });
});

test("every mutant of the project's rules is right, and none is the rule or another mutant", () => {
  const files = ["bailbondpro", "slo"].map((name) => {
    const file = `fixtures/prometheus/rules/${name}.yml`;
    return readRuleFile(file, readFileSync(file, "utf8"));
  });
  const found = mutantsOf(files);
  expect(found.length).toBeGreaterThan(1000);
  for (const { changed, rule: own } of found)
    if ("expr" in changed) {
      expect(changed.expr).not.toBe(own.expr);
      expect(parseExpr(changed.expr).problems).toEqual([]);
    }
  expect(new Set(found.map(({ id, what }) => `${id} ${what}`)).size).toBe(found.length);
});
