import { describe, expect, test } from "vitest";
import { foundInExpr } from "../../../helpers/found-in.ts";

const metrics = {
  file: "metrics.yml",
  text: "jobs: { api: { a: { type: gauge, labels: { route: any } }, b: { type: gauge }, h: { type: histogram } }, other: node_* }",
};
const found = (expr: string): string[] => foundInExpr("vectors-never-match", expr, [metrics]);

describe("no series finds another in", () => {
  test.each([
    ["sum by (job) (x) / sum(x)", "the right has no `job`"],
    ["sum(x) / sum by (job) (x)", "the left has no `job`"],
    ["sum by (job) (x) and on (route) sum by (route) (x)", "the left has no `route`"],
    ["a / b", "the right has no `route`"],
    ["b / sum(b)", "the right has no `job`, `instance`"],
    ["b / sum by (job) (b)", "the right has no `instance`"],
    ["up > 0 unless sum(up) > 3", "nothing is taken away"],
    ['x{le="1"} / x{le="+Inf"}', '`le` is "1" on the left'],
    ['h_bucket{le="1"} / h_count', "the right has no `le`"],
    ["sum by (job) (x) * on (instance) group_left up", "the left has no `instance`"],
    ['label_replace(sum(x), "zone", "a", "", "") + sum(x)', "the right has no `zone`"],
    ["sum without (instance) (b) / b", "the left has no `instance`"],
    ["node_load1 / count without (cpu, instance) (node_cpu)", "the right has no `instance`"],
  ])("%s", (expr, why) => {
    expect(found(expr)).toEqual([expect.stringContaining(why)]);
  });
});

describe("twin: they may in", () => {
  test.each([
    "sum(x) / sum(y)",
    "sum by (job) (x) / sum by (job) (y)",
    "sum by (job) (x) / on () group_left sum(y)",
    "sum by (job) (x) / ignoring (job) group_left sum(y)",
    "a / ignoring (route) group_left b",
    "a / on (job, instance) group_left b",
    // What is recorded may have any labels.
    "recorded:x / sum(recorded:y)",
    "unknown / other",
    "node_load1 / count without (cpu, mode) (node_cpu)",
    "b / 2",
    "b / scalar(sum(b))",
    'x{le="1"} / ignoring (le) x{le="+Inf"}',
    'x{le=~"1|2"} / x{le="1"}',
    "sum by (job) (x) or sum(x)",
    "sum by (job) (x) > 1 and sum by (job) (y) < 3",
    "absent(x) and vector(1)",
    "topk(3, a) / a",
  ])("%s", (expr) => {
    expect(found(expr)).toEqual([]);
  });
});
