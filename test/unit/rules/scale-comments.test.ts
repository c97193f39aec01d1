import { describe, expect, it } from "vitest";
import { scaleRuleFile } from "../../../sandbox/rules/scale.ts";
import { withComments } from "../../../sandbox/rules/scale-comments.ts";
import { readYaml } from "../../../sandbox/rules/yaml-source.ts";

const commented = (text: string) => withComments("f.yml", scaleRuleFile("f.yml", text, 60, new Map()));

describe("what is left as it was has a comment that says why", () => {
  it("above the rule, indented like it", () => {
    const text = `groups:
  - name: g
    rules:
      # of the night
      - alert: Night
        expr: hour() > 22
        for: 5m
      - alert: Down
        expr: up == 0
        for: 5m
`;
    expect(commented(text)).toBe(`groups:
  - name: g
    rules:
      # of the night
      # not scaled: hour(): it reads the clock: the hour, day and date of production are not those of the scaled run
      - alert: Night
        expr: hour() > 22
        for: 5m
      - alert: Down
        expr: up == 0
        for: 5s
`);
  });

  it("above a group whose interval can't be divided, and nothing of it is scaled", () => {
    const group = "  - name: g\n    interval: 100ms\n    rules: [{ alert: Down, expr: up == 0, for: 5m }]\n";
    expect(commented(`groups:\n${group}`)).toBe(
      `groups:\n  # not scaled: 100ms divided by 60 is not a whole number of milliseconds; choose another factor\n${group}`,
    );
  });

  it("at the top where a line can't be put in between", () => {
    const text = "groups: [{ name: g, rules: [{ alert: A, expr: 'up\n  == 0' }, { alert: B, expr: minute() > 5 }] }]\n";
    const after = commented(text);
    expect(after).toMatch(/^# not scaled: minute\(\)/);
    expect(readYaml("f.yml", after).value).toEqual(readYaml("f.yml", text).value);
  });

  it("and twin: a file of which nothing is refused has none", () => {
    const text = "groups: [{ name: g, rules: [{ alert: A, expr: up == 0, for: 5m }] }]\n";
    expect(commented(text)).toBe(text.replace("5m", "5s"));
  });
});

describe("a rule that reads what is not scaled", () => {
  const file = (expr: string) => `groups:
  - name: g
    rules:
      - { record: 'night', expr: hour() }
      - { record: 'job:night', expr: max(night) }
      - { alert: Night, expr: 'job:night > 5', for: 5m }
      - { alert: Other, expr: '${expr}', for: 5m }
`;
  const refused = (expr: string) => scaleRuleFile("f.yml", file(expr), 60, new Map());

  it("is refused too, however many rules lie between", () => {
    const { text, refused: why, unscaled } = refused('ALERTS{alertname="Night"} == 1');
    expect(text).toBe(file('ALERTS{alertname="Night"} == 1'));
    expect(why.map(({ line, message }) => `${line} ${message}`).slice(1)).toEqual([
      "5 it reads night, which is not scaled",
      "6 it reads job:night, which is not scaled",
      "7 it reads the alert Night, which is not scaled",
    ]);
    expect([...unscaled]).toEqual(["night", "job:night", "ALERTS Night", "ALERTS Other"]);
  });

  it("and twin: one that reads something else is not", () => {
    expect(refused('ALERTS{alertname="Down"} == 1').refused).toHaveLength(3);
  });

  it("of another file as well", () => {
    const text = "groups: [{ name: g, rules: [{ alert: A, expr: night > 5, for: 5m }] }]";
    const scaled = (unscaled: string[]) =>
      scaleRuleFile("f.yml", text, 60, new Map(), new Set(["night"]), { unscaled: new Set(unscaled) });
    expect(scaled(["night"]).refused).toMatchObject([{ line: 1, message: "it reads night, which is not scaled" }]);
    expect(scaled(["day"]).refused).toEqual([]);
  });
});

describe("a PrometheusRule", () => {
  const resource = (kind: string, window: string, hold: string) => `apiVersion: monitoring.coreos.com/v1
kind: ${kind}
metadata: { name: api, labels: { role: rules } } # for the operator
spec:
  groups:
    - name: api
      partial_response_strategy: abort
      rules:
        - alert: Errors
          expr: rate(errors_total[${window}]) > 1
          for: ${hold}
`;

  it("is scaled where its groups stand", () => {
    const { text, refused } = scaleRuleFile("f.yml", resource("PrometheusRule", "5m", "10m"), 60, new Map());
    expect(refused).toEqual([]);
    expect(text).toBe(resource("PrometheusRule", "5s", "10s"));
  });

  it("and twin: another resource is no rule file", () => {
    const { refused, left } = scaleRuleFile("f.yml", resource("ConfigMap", "5m", "10m"), 60, new Map());
    expect(refused.map(({ line, message }) => `${line} ${message}`)).toContainEqual(
      expect.stringMatching(/^1 unknown key `apiVersion`/),
    );
    expect(left).toEqual([]);
  });

  it("says what is wrong with its rules with their place", () => {
    const { refused } = scaleRuleFile("f.yml", resource("PrometheusRule", "5 m", "10m"), 60, new Map());
    expect(refused).toMatchObject([{ line: 10, column: 37 }]);
  });
});
