import { describe, expect, test } from "vitest";
import { foundInExpr } from "../../../helpers/found-in.ts";

const buckets = [{ file: "buckets.yml", text: "buckets: { h: [0.1, 1, 10] }" }];
const found = (expr: string): string[] => foundInExpr("comparison-constant", expr, buckets);
const ratio = 'sum by (job) (rate(x_total{code="500"}[5m])) / sum by (job) (rate(x_total[5m]))';

describe("never true is", () => {
  test.each([
    ["up > 1", "`up` lies between 0 and 1"],
    ["1 < up", "`up` lies between 0 and 1"],
    ["100 * (1 - avg(up)) > 100", "lies between 0 and 100"],
    [`${ratio} > 5`, "lies between 0 and 1"],
    ['1 - sum(rate(h_bucket{le="1"}[5m])) / sum(rate(h_count[5m])) > 1', "lies between 0 and 1"],
    ["rate(x_total[5m]) < 0", "is at least 0"],
    ["count(up) == 0", "is at least 1"],
    ["sum(changes(x[5m])) < 0", "is at least 0"],
    ["histogram_quantile(0.99, sum by (le) (rate(h_bucket[5m]))) > 10", "lies between 0 and 10"],
    ["day_of_week() > 6", "lies between 0 and 6"],
    ["clamp_max(x, 3) > 4", "is at most 3"],
    ["-abs(x) > 1", "is at most 0"],
    ["(x > 5) < 3", "is at least 5"],
    ["x > 5 and x < 3", "both sides of `and`"],
    ["hour() >= 8 and hour() < 6", "both sides of `and`"],
  ])("%s", (expr, why) => {
    expect(found(expr)).toEqual([expect.stringContaining(why)]);
  });
});

describe("always true is", () => {
  test.each(["up >= 0", "x_total > -1", "abs(x) >= 0", "hour() < 24"])("%s", (expr) => {
    expect(found(expr)).toEqual([expect.stringMatching(/^this is always true/)]);
  });
});

describe("twin: it depends", () => {
  test.each([
    "up < 1",
    "up == 0",
    `${ratio} > 0.05`,
    // Not a part of it: the other way about, of another metric, without a matcher more, of another window.
    `sum(rate(x_total[5m])) / sum(rate(x_total{code="500"}[5m])) > 5`,
    `sum(rate(y_total{code="500"}[5m])) / sum(rate(x_total[5m])) > 5`,
    `sum(rate(x_total{code="500"}[1h])) / sum(rate(x_total[5m])) > 5`,
    `avg(rate(x_total{code="500"}[5m])) / avg(rate(x_total[5m])) > 5`,
    "histogram_quantile(0.99, sum by (le) (rate(h_bucket[5m]))) > 5",
    "histogram_quantile(0.99, sum by (le) (rate(other_bucket[5m]))) > 10",
    // That it has a value is what is asked.
    "absent(up) == 1",
    'ALERTS{severity="info"} == 1',
    "node_uname_info == 1",
    "count(up == 0) > 0",
    "x - y > 1",
    "x > 5 and x < 7",
    "x > 5 and y < 3",
    "hour() >= 8 or hour() < 6",
    "predict_linear(x[1h], 3600) < 0",
    "delta(x[5m]) < 0",
    "time() - x > 60",
    "up == bool 1",
    'topk(3, x) > 1 and {__name__="x"} > 2',
  ])("%s", (expr) => {
    expect(found(expr)).toEqual([]);
  });
});
