import { describe, expect, test } from "vitest";
import { kindOf } from "../../../../sandbox/rules/checks/kind-of.ts";
import { runChecks } from "../../../../sandbox/rules/checks/run-checks.ts";

describe("a file is told by what it holds", () => {
  test.each([
    ["rules", { groups: [] }],
    ["rules", { apiVersion: "monitoring.coreos.com/v1", kind: "PrometheusRule", spec: {} }],
    ["prometheus", { global: {}, scrape_configs: [] }],
    ["alertmanager", { route: {}, receivers: [] }],
    ["compose", { services: { a: { image: "b" } } }],
    ["dashboard", { title: "a", panels: [] }],
    ["dashboard", { dashboard: { panels: [] } }],
    ["provider", { apiVersion: 1, providers: [] }],
    ["objectives", { version: "prometheus/v1", slos: [] }],
    ["metrics", { jobs: {} }],
    ["drill", { title: "a", expect: {} }],
    // Twins: what only looks like them.
    [undefined, { jobs: { build: {} }, on: "push" }],
    [undefined, { services: { a: { port: 1 } } }],
    [undefined, { apiVersion: "v1", kind: "Service", groups: [] }],
    [undefined, { dashboard: "http://grafana" }],
    [undefined, { name: "a", buckets: ["s3"] }],
    [undefined, ["groups"]],
    [undefined, null],
  ])("%s: %j", (kind, value) => {
    expect(kindOf(value)).toBe(kind);
  });
});

test("each document of a file is one, with its places in the whole", () => {
  const rule = (name: string): string =>
    `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  groups:\n    - name: ${name}\n      rules:\n        - record: ${name}\n          expr: up > 2\n`;
  const text = `${rule("a")}---\nkind: Service\napiVersion: v1\n---\n${rule("b")}`;
  const { findings, files } = runChecks([{ file: "k8s.yml", text }]);
  expect(files).toEqual(["k8s.yml"]);
  expect(findings.map(({ id, line }) => `${line} ${id}`)).toEqual(["8 comparison-constant", "20 comparison-constant"]);
});

test("rules that are no resource of Kubernetes are one document, since Prometheus reads no second", () => {
  const text = "groups: []\n---\ngroups:\n  - name: a\n    rules: [{ record: a, expr: up }]\n";
  expect(runChecks([{ file: "r.yml", text }]).findings).toMatchObject([
    { id: "invalid", line: 3, message: expect.stringContaining("first document alone") },
  ]);
  // Twin: what begins with `---` has one.
  expect(runChecks([{ file: "r.yml", text: `---\n${text.slice(15)}` }]).findings).toEqual([]);
});

test("where more is composed elsewhere, a target that is not seen may be there", () => {
  const prometheus = {
    file: "p.yml",
    text: "scrape_configs: [{ job_name: a, static_configs: [{ targets: ['a:1'] }] }]\n",
  };
  const found = (more: string): string[] =>
    runChecks([
      prometheus,
      { file: "c.yml", text: `services: { prometheus: { image: prom/prometheus:v3.16.0 } }\n${more}` },
    ]).findings.map(({ id }) => id);
  expect(found("include: [other.yml]\n")).toEqual([]);
  expect(found("networks: { shared: { external: true } }\n")).toEqual([]);
  expect(found("networks: { shared: {} }\n")).toEqual(["target-not-composed"]);
});

test("a file that is read aside says what others export, and is not checked itself", () => {
  const metrics = { file: "metrics.yml", text: "jobs: { a: { x: { type: gauge } }, b: wrong }\n", aside: true };
  const rules = { file: "rules.yml", text: "groups: [{ name: g, rules: [{ record: y, expr: z }] }]\n" };
  const found = (aside: boolean): string[] =>
    runChecks([
      { ...metrics, aside, text: aside ? metrics.text.replace(", b: wrong", "") : metrics.text },
      rules,
    ]).findings.map(({ file, id }) => `${file} ${id}`);
  expect(found(true)).toEqual(["rules.yml metric-not-exported"]);
  expect(found(false)).toContain("metrics.yml invalid");
  expect(runChecks([metrics, rules]).findings.filter(({ file }) => file === "metrics.yml")).toEqual([]);
  expect(runChecks([metrics, rules]).files).toEqual(["rules.yml"]);
});
