import { describe, expect, test } from "vitest";
import { runChecks } from "../../../../sandbox/rules/checks/run-checks.ts";

const found = (text: string) =>
  runChecks([{ file: "d.json", text }]).findings.map(({ id, column, message }) => `${column} ${id}: ${message}`);
const panel = (expr: string, more: object = { datasource: { type: "prometheus" } }): string =>
  JSON.stringify({ panels: [{ ...more, targets: [{ expr }] }] });

describe("a query of a dashboard that Prometheus would not take is found", () => {
  test.each([
    ["rate(up[5m]", "expected an expression or `)` at the end of the expression"],
    ["rate(up)", "rate() needs series over a range such as x[5m], and this is series (an instant vector)"],
    ["rate(up[$__rate_interval]) by (job)", "expected"],
  ])("%s", (expr, message) => {
    expect(found(panel(expr))).toEqual([expect.stringContaining(`invalid: not valid PromQL: ${message}`)]);
  });

  test.each([
    ["", undefined],
    ["up[5m]", undefined],
    ["rate($metric[$__range])", undefined],
    ["$metric by", undefined],
    ['{app="x"} |= "e"', { datasource: { type: "loki" } }],
    ['{app="x"} |= "e"', { datasource: "logs" }],
    ['{app="x"} |= "e"', { datasource: null }],
  ])("twin: %s with %j", (expr, more) => {
    expect(found(panel(expr, more))).toEqual([]);
  });

  test("the nearest data source counts", () => {
    const targets = [{ expr: '{app="x"} |= "e"', datasource: { type: "loki" } }];
    expect(found(JSON.stringify({ panels: [{ datasource: { type: "prometheus" }, targets }] }))).toEqual([]);
  });
});

test("a dashboard that is YAML and not JSON is refused, at its place", () => {
  expect(found('{ "title": "a", "panels": [], }')).toEqual([expect.stringMatching(/^31 invalid: this is not JSON/)]);
  // Twin: where it is called YAML, it may be.
  expect(runChecks([{ file: "d.yml", text: '{ "title": "a", "panels": [], }' }]).findings).toEqual([]);
});
