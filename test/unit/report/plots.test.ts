import { describe, expect, test } from "vitest";
import type { Series } from "../../../sandbox/observe/series.ts";
import { comparisonOf, evaluator } from "../../../sandbox/report/html/evaluate.ts";
import { plotsOf } from "../../../sandbox/report/html/plots.ts";
import type { Vector } from "../../../sandbox/report/html/vectors.ts";
import { logarithmicAxis, shareOf, valueAxis } from "../../../sandbox/report/html/value-axis.ts";
import { played } from "../../helpers/journals/played.ts";
import { without } from "../../helpers/journals/recorded.ts";

const at = (plot: ReturnType<typeof plotsOf>[number] | undefined, line: number, seconds: number): number | null =>
  plot?.lines[line]?.points.findLast(([time]) => time <= seconds)?.[1] ?? null;

test("the first chart is what the alert compares, with its threshold", () => {
  const [compared] = plotsOf(played(), -100, 740);
  expect(compared).toMatchObject({ title: "What HighErrorRate compares", threshold: { operator: ">", value: 0.05 } });
  expect(compared?.lines).toHaveLength(1);
  // A fifth fails: after a whole window that is the ratio; after 75 s of one of 300 it is a quarter of that.
  expect(at(compared, 0, 400)).toBeCloseTo(0.2, 2);
  expect(at(compared, 0, 75)).toBeGreaterThan(0.03);
  expect(at(compared, 0, 75)).toBeLessThan(0.06);
  expect(at(compared, 0, -20)).toBe(0);
});

test("the next are the series that its rule reads: counters per second, in real seconds", () => {
  const [, read, ...more] = plotsOf(played(), -100, 740);
  expect(more).toEqual([]);
  expect(read?.title).toBe("http_requests_total, per second");
  expect(read?.lines.map(({ label }) => label)).toEqual(['{status_code=~"5.."}', "all"]);
  expect(at(read, 0, 400)).toBeCloseTo(20, 0);
  expect(at(read, 1, 400)).toBeCloseTo(100, 0);
});

test("twin: without the rule, all that was scraped is drawn, and no threshold is claimed", () => {
  const plots = plotsOf(
    without(played(), ({ what }) => what === "rule"),
    -100,
    740,
  );
  expect(plots.map(({ title, threshold }) => [title, threshold])).toEqual([
    ["http_requests_total, per second", undefined],
  ]);
});

test("a drill without an alert shows how near each that is watched came", () => {
  const { alert: _alert, ...drill } = played().drill;
  const rule = played().events.find((event) => event.what === "rule")!;
  const down = { ...rule, name: "LowAvailability", expr: "up == 0" };
  const up = {
    labels: { __name__: "up", job: "a" },
    samples: played().series[0]!.samples.map(([time]) => [time, "1"] as const),
  };
  const absent = { ...rule, name: "NeverSeen", expr: "gone > 1" };
  const complex = { ...rule, name: "NotDrawn", expr: "predict_linear(up[1m], 60) > 1" };
  const events = [...played().events, down, absent, complex];
  const journal = { ...played(), drill, events, series: [...played().series, up] };
  const plots = plotsOf(journal, -100, 740).map(({ title, threshold, lines }) => [
    title,
    threshold?.value,
    lines.length,
  ]);
  expect(plots).toEqual([
    ["What HighErrorRate compares", 0.05, 1],
    ["What LowAvailability compares", 0, 1],
    ["What NeverSeen compares", 1, 0],
  ]);
});

test("a line ends with the last sample", () => {
  const [compared] = plotsOf(played(), -100, 10_000);
  const last = compared?.lines[0]?.points.findLast(([, value]) => value !== null)?.[0] ?? 0;
  expect(last).toBeGreaterThan(1_000);
  expect(last).toBeLessThan(1_120); // the last is at 9.25 s of real time
});

const gauge = (labels: Record<string, string>, ...values: number[]): Series => ({
  labels,
  samples: values.map((value, index) => [index * 1000, String(value)]),
});
const counter = {
  labels: { __name__: "c_total", job: "a" },
  samples: [0, 1, 2, 3, 4].map((s) => [s * 1000, String(s * 10)] as const),
};
const recording = {
  series: [
    gauge({ __name__: "used", pool: "x", job: "a" }, 2, 4),
    gauge({ __name__: "used", pool: "y", job: "a" }, 8, 6),
    gauge({ __name__: "most", pool: "x", job: "b" }, 10, 10),
    gauge({ __name__: "most", pool: "y", job: "b" }, 10, 10),
    gauge({ __name__: "h_bucket", le: "1" }, 50),
    gauge({ __name__: "h_bucket", le: "2" }, 90),
    gauge({ __name__: "h_bucket", le: "+Inf" }, 100),
    counter,
  ],
  factor: 60,
  staleMs: 2_500,
  recorded: new Map([["job:used:sum", "sum by (job) (used)"]]),
};
const values = (expr: string, time = 0): unknown => {
  const value = evaluator(expr, recording)?.(time);
  return Array.isArray(value) ? value.map((one: { value: number }) => Number(one.value.toFixed(3))) : value;
};

describe("the common part of PromQL", () => {
  test.each([
    ["used", [2, 8]],
    ['used{pool="x"}', [2]],
    ['used{pool!~"x|z"}', [8]],
    ["sum(used)", [10]],
    ["sum by (job) (used)", [10]],
    ["max without (pool) (used)", [8]],
    ["avg(used) * 100", [500]],
    ["used / on (pool) most", [0.2, 0.8]],
    ["used / ignoring (job) most", [0.2, 0.8]],
    ["used / most", []], // their jobs differ
    ["(1 - 0.25) * used", [1.5, 6]],
    ["job:used:sum", [10]],
    ["histogram_quantile(0.5, h_bucket)", [1]],
    ["histogram_quantile(0.7, sum by (le) (h_bucket))", [1.5]],
    ["histogram_quantile(0.99, h_bucket)", [2]],
  ])("%s", (expr, expected) => {
    expect(values(expr)).toEqual(expected);
  });

  test("a rate is per real second over a range of production time, extrapolated to the range's edges", () => {
    expect(values("rate(c_total[4m])", 4_000)).toEqual([10]);
    expect(values("sum(rate(c_total[1m]))", 4_000)).toEqual([]); // one sample in a second
  });

  test("a counter that begins anew goes on from there", () => {
    const series = [
      {
        ...counter,
        samples: [
          [0, "90"],
          [1000, "100"],
          [2000, "5"],
          [3000, "15"],
        ] as const,
      },
    ];
    const [one] = (evaluator("rate(c_total[3m])", { ...recording, series })?.(3_000) ?? []) as Vector;
    expect(one?.value).toBeCloseTo(7.5, 1); // of the last three samples: 5 and 10 in two seconds
  });

  test("a sample that is too old is none", () => {
    expect(values("used", 3_000)).toEqual([4, 6]);
    expect(values("used", 4_000)).toEqual([]);
  });

  test.each(["predict_linear(used[1m], 60)", "used offset 5m", "topk(1, used)", "used and most", "irate(c_total[2m])"])(
    "twin: %s is not drawn rather than drawn wrong",
    (expr) => {
      expect(evaluator(expr, recording)).toBeUndefined();
    },
  );
});

test.each([
  ["a / b > 0.05", { left: "a / b", operator: ">", limit: 0.05 }],
  ["up == 0", { left: "up", operator: "==", limit: 0 }],
  ["(x > 85) and on (job) (y > 1)", { left: "x", operator: ">", limit: 85 }],
  ["sum(rate(x[5m])) < 1", { left: "sum(rate(x[5m]))", operator: "<", limit: 1 }],
  ["a > b", undefined],
  ["absent(x)", undefined],
])("what %s compares", (expr, expected) => {
  expect(comparisonOf(expr)).toEqual(expected);
});

test.each([
  [[0, 0.2, 0.05], 0, 0.2],
  [[0, 97], 0, 100],
  [[0, 100.3], 0, 100], // barely above: no tick more
  [[0], 0, 1],
  [[-3, 4], -4, 4],
])("the axis of %o has round values from %d to %d, and holds all", (values, first, last) => {
  const { ticks, least, most } = valueAxis(values);
  expect(least).toBeLessThanOrEqual(Math.min(...values));
  expect(most).toBeGreaterThanOrEqual(Math.max(...values));
  expect(ticks.length).toBeLessThanOrEqual(7);
  expect([ticks[0], ticks.at(-1)]).toEqual([first, last]);
});

test.each([
  [
    [3.6, 48],
    [2, 5, 10, 20, 50],
  ],
  [
    [0.4, 900],
    [0.1, 1, 10, 100, 1000],
  ],
  [
    [10, 100],
    [10, 20, 50, 100],
  ],
  [
    [5, 5],
    [5, 10],
  ],
  [
    [0, 0],
    [1, 10],
  ],
])("a logarithmic axis of %j has the ticks %j", (values, ticks) => {
  const axis = logarithmicAxis(values);
  expect(axis.ticks).toEqual(ticks);
  expect([axis.least, axis.most]).toEqual([ticks[0], ticks.at(-1)]);
  for (const value of values) expect(shareOf(value, axis)).toBeGreaterThanOrEqual(0);
  for (const value of values) expect(shareOf(value, axis)).toBeLessThanOrEqual(1);
});

test("on a logarithmic axis ten times as much is as far everywhere, on the other it is not", () => {
  const step = (axis: ReturnType<typeof logarithmicAxis>, value: number): number =>
    shareOf(value * 10, axis) - shareOf(value, axis);
  const values = [1, 10, 100, 1000];
  expect(step(logarithmicAxis(values), 1)).toBeCloseTo(step(logarithmicAxis(values), 100));
  expect(step(valueAxis(values), 1)).not.toBeCloseTo(step(valueAxis(values), 100));
});
