import { describe, expect, it } from "vitest";
import { readRuleFile } from "../../../sandbox/rules/rule-file.ts";

const good = `groups:
  - name: shop
    interval: 30s
    labels: { team: web }
    rules:
      - record: job:requests:rate5m
        expr: sum by (job) (rate(requests_total[5m]))
      - alert: Slow
        expr: |
          # per job
          job:requests:rate5m
            > 5
        for: 1h30m
        keep_firing_for: 5m
        labels: { severity: critical, tier: 1.0, paged: yes }
        annotations:
          summary: slow
`;

describe("a rule file", () => {
  it("is read with durations in milliseconds, labels as text, and where each name stands", () => {
    const { groups, problems } = readRuleFile("rules/shop.yml", good);
    expect(problems).toEqual([]);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({ name: "shop", intervalMs: 30_000, file: "rules/shop.yml" });
    expect(groups[0]?.rules).toEqual([
      {
        kind: "record",
        name: "job:requests:rate5m",
        expr: "sum by (job) (rate(requests_total[5m]))",
        forMs: 0,
        keepFiringForMs: 0,
        labels: { team: "web" },
        annotations: {},
        group: "shop",
        file: "rules/shop.yml",
        line: 6,
        column: 17,
      },
      {
        kind: "alert",
        name: "Slow",
        expr: "# per job\njob:requests:rate5m\n  > 5\n",
        forMs: 5_400_000,
        keepFiringForMs: 300_000,
        labels: { team: "web", severity: "critical", tier: "1.0", paged: "yes" },
        annotations: { summary: "slow" },
        group: "shop",
        file: "rules/shop.yml",
        line: 8,
        column: 16,
      },
    ]);
  });

  it.each([
    ["for: 1h30m", "for: 90 minutes", "13:14: expected a duration such as 5m, got `90 minutes`"],
    ["for: 1h30m", "foor: 1h30m", "13:9: unknown key `foor`; did you mean `for`?"],
    ["interval: 30s", "intreval: 30s", "3:5: unknown key `intreval`; did you mean `interval`?"],
    [
      "            > 5",
      "            > rate(x)",
      "12:20: not valid PromQL: rate() needs series over a range such as x[5m], and this is series (an instant vector)",
    ],
    [
      "            > 5",
      "            >",
      "12:14: not valid PromQL: expected an expression at the end of the expression",
    ],
    [
      "(rate(requests_total[5m]))",
      "(rate(requests_total[5m))",
      "7:51: not valid PromQL: the range is not closed: expected `]` after `sts_total[5m`",
    ],
    [
      "- alert: Slow",
      "- alert: Slow\n        record: a",
      "9:9: a rule has either `alert` or `record`, and this one has both; keep one",
    ],
    ["- alert: Slow\n        expr", "- expr", "8:9: a rule needs a name: `alert: Name` or `record: name`"],
    [
      "- record: job:requests:rate5m",
      "- record: a-b",
      "6:17: `a-b` is not a metric's name; expected letters, digits, `_` and `:`",
    ],
    [
      "expr: sum by (job) (rate(requests_total[5m]))",
      "expr: up\n        for: 1m",
      "8:9: `for` is for alerts, and this rule records; remove it",
    ],
    [
      "expr: sum by (job) (rate(requests_total[5m]))",
      "labels: {}",
      "6:9: `expr` is missing; expected an expression of PromQL",
    ],
    ["severity: critical", "not-one: critical", "15:19: `not-one` is not a label's name that a rule may set"],
    ["summary: slow", "summary: [slow]", "17:20: expected text, got a list"],
  ])("with %j made %j is wrong, and it is said where", (from, to, problem) => {
    const bad = good.replace(from, to);
    expect(bad).not.toBe(good);
    const { problems } = readRuleFile("f.yml", bad);
    expect(problems.map(({ line, column, message }) => `${line}:${column}: ${message}`)).toContain(problem);
  });

  it("with two groups of one name is wrong", () => {
    const { problems } = readRuleFile("f.yml", `${good}  - name: shop\n    rules: []\n`);
    expect(problems).toMatchObject([{ line: 18, column: 11, source: "  - name: shop" }]);
  });

  it("says everything at once, and keeps the rules that it could read", () => {
    const bad = good.replace("for: 1h30m", "for: soon").replace("> 5", "> (").replace("interval", "intervall");
    const { groups, problems } = readRuleFile("f.yml", bad);
    expect(problems).toHaveLength(3);
    expect(groups[0]?.rules.map(({ name }) => name)).toEqual(["job:requests:rate5m", "Slow"]);
  });

  it("that is empty has no groups and no problems; one that is a list has one", () => {
    expect(readRuleFile("f.yml", "")).toMatchObject({ groups: [], problems: [] });
    expect(readRuleFile("f.yml", "- a").problems).toHaveLength(1);
  });
});
