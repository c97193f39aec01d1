import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runChecks } from "../../../../sandbox/rules/checks/run-checks.ts";

const text = readFileSync(new URL("mixin-style.yml", import.meta.url), "utf8");

test("nothing is found in rules as people publish them, but what is wrong with them", () => {
  const { findings } = runChecks([{ file: "mixin-style.yml", text }]);
  const lines = text.split("\n");
  const above = (line: number): string =>
    lines.slice(0, line).findLast((one) => one.includes("# found: ")) ?? "nothing";
  expect(findings.map(({ id }) => id)).toEqual(["annotation-label-dropped"]);
  expect(findings.map(({ line }) => above(line).trim())).toEqual(["# found: annotation-label-dropped"]);
});

test.each([
  ["count(up) BY (cluster, job, namespace, service)", "count(up) BY (cluster, job)", "vectors-never-match"],
  ["sum by (cluster, le, resource)", "sum by (cluster, resource)", "quantile-without-le"],
  ["humanizePercentage }} to", "humanisePercentage }} to", "template-error"],
  ["max_over_time(alertmanager_cluster_members", "count_over_time(alertmanager_cluster_members", undefined],
  ["sum without(mode) (avg without (cpu)", "sum by (job) (avg without (cpu)", undefined],
])("twin: with %s as %s it finds %s", (right, wrong, id) => {
  expect(text).toContain(right);
  const { findings } = runChecks([{ file: "r.yml", text: text.replace(right, wrong) }]);
  expect(findings.map((one) => one.id).filter((one) => one !== "annotation-label-dropped")).toEqual(id ? [id] : []);
});
