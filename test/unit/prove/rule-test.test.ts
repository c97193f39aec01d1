import { expect, test } from "vitest";
import { parse } from "yaml";
import { ruleTestFile, slotNotation } from "../../../sandbox/prove/rule-test.ts";

test("samples are where they are, with gaps between; numbers are as promtool reads them", () => {
  const samples = [
    [2, 480],
    [4, "stale"],
    [5, 1e-7],
    [6, Infinity],
  ] as const;
  expect(slotNotation(samples)).toBe("_x2 480 _x1 stale 1e-7 Inf");
  expect(slotNotation([[0, 0.1 * 3]])).toBe("0.3");
});

test("a claim's expression says what it claims, so that promtool repeats it", () => {
  const file = ruleTestFile({
    name: "quiet",
    ruleFiles: { "quiet.rules.yml": "" },
    groupOrder: ["b", "a"],
    evaluationMs: 15_000,
    slotMs: 1000,
    series: [{ labels: { __name__: "up", job: "api" }, samples: [[0, 1]] }],
    claims: [{ says: "A never fires", expr: "ALERTS", atMs: 90_000, expected: null }],
  });
  expect(parse(file)).toEqual({
    rule_files: ["quiet.rules.yml"],
    evaluation_interval: "15s",
    group_eval_order: ["b", "a"],
    tests: [
      {
        name: "quiet",
        interval: "1s",
        input_series: [{ series: 'up{job="api"}', values: "1" }],
        promql_expr_test: [{ expr: "ALERTS # quiet: A never fires", eval_time: "1m30s", exp_samples: [] }],
      },
    ],
  });
});
