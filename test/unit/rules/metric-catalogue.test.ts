import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { createMetrics } from "../../../sandbox/apps/api/metrics.ts";
import { readCatalogue, seriesOf } from "../../../sandbox/rules/metric-catalogue.ts";
import { projectFixtures } from "../../helpers/fixtures.ts";

const ours = readCatalogue("metrics.yml", readFileSync(path.join(projectFixtures, "prometheus/metrics.yml"), "utf8"));

test("the project's catalogue has of the API exactly what the API declares, with its types and labels", async () => {
  const { registry } = createMetrics();
  const declared = (await registry.getMetricsAsJSON()).map(({ name, type }) => {
    const metric = registry.getSingleMetric(name) as unknown as { readonly labelNames: readonly string[] };
    return `${name} ${String(type)} ${metric.labelNames.toSorted().join()}`;
  });
  registry.clear();
  expect(ours.problems).toEqual([]);
  const listed = ours.catalogue.metrics
    .filter(({ job }) => job === "bailbondpro-api")
    .map(({ name, type, labels }) => `${name} ${type} ${[...labels.keys()].toSorted().join()}`);
  expect(listed.toSorted()).toEqual(declared.toSorted());
  expect(listed.length).toBeGreaterThan(40);
});

test("a histogram has no series of its bare name; a summary has", () => {
  expect(seriesOf({ name: "a", type: "histogram" })).toEqual(["a_bucket", "a_count", "a_sum"]);
  expect(seriesOf({ name: "a", type: "summary" })).toContain("a");
});

test("what is wrong with a catalogue is said with its place", () => {
  const { problems } = readCatalogue("m.yml", "jobs:\n  a:\n    x: { type: count }\n  b: node*_\n  c: d_*\n");
  expect(problems.map(({ line, message }) => `${line} ${message}`)).toEqual([
    expect.stringMatching(/^3 expected counter, gauge/),
    expect.stringMatching(/^4 expected metrics by name/),
  ]);
});
