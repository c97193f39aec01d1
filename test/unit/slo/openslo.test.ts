import { describe, expect, test } from "vitest";
import { readSlos } from "../../../sandbox/slo/read-slos.ts";
import { days, problemsOf } from "./specs.ts";

const ratio = `      ratioMetric:
        counter: true
        good: { metricSource: { type: Prometheus, spec: { query: 'answers_total{code!~"5.."}' } } }
        total: { metricSource: { type: Prometheus, spec: { query: answers_total } } }
`;
const indicator = `  indicator:
    metadata: { name: good-answers }
    spec:
${ratio}`;
const openSlo = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: answers
spec:
  service: shop
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives:
    - target: 0.999
    - targetPercent: 95
${indicator}`;
const sli = `apiVersion: openslo/v1
kind: SLI
metadata: { name: good-answers }
spec:
  ${ratio.trim().replaceAll("\n    ", "\n")}
`;
const byReference = openSlo.replace(indicator, "  indicatorRef: good-answers\n");
const read = (...texts: string[]) =>
  readSlos(
    texts.map((text, i) => ({ file: `${i}.yml`, text })),
    30 * days,
  );

test("an objective with its indicator is read, each of its targets for itself", () => {
  const { slos, problems, notes } = read(openSlo);
  expect({ problems, notes }).toEqual({ problems: [], notes: [] });
  const total = "sum(rate(answers_total[{{.window}}]))";
  expect(slos).toMatchObject([
    {
      id: "shop-answers-0",
      name: "answers-0",
      objective: 99.9,
      periodMs: 28 * days,
      page: { name: "ShopAnswers0BurnRate" },
      spec: "openslo/v1",
      sli: {
        kind: "events",
        error: `(${total}) - ((sum(rate(answers_total{code!~"5.."}[{{.window}}]))) or 0 * (${total}))`,
        total,
      },
    },
    { id: "shop-answers-1", objective: 95 },
  ]);
});

test("an indicator that is named may stand in another document, or in another file", () => {
  const inline = read(openSlo).slos;
  expect(read(`${sli}---\n${byReference}`)).toEqual({ slos: inline, problems: [], notes: [] });
  expect(read(byReference, sli)).toEqual({ slos: inline, problems: [], notes: [] });
});

const changed = (from: string, to: string): string => {
  expect(openSlo).toContain(from);
  return openSlo.replace(from, to);
};

describe("an indicator", () => {
  test.each([
    [
      "of bad events",
      ["good:", "bad:"],
      '(sum(rate(answers_total{code!~"5.."}[{{.window}}]))) or 0 * (sum(rate(answers_total[{{.window}}])))',
    ],
    ["of numbers that may fall", ["counter: true", "counter: false"], /^\(sum\(sum_over_time\(answers_total\[/],
    [
      "that says its own window",
      ["query: 'answers_total{code!~\"5..\"}'", "query: 'sum(increase(good_total[{{.window}}]))'"],
      /or 0 \*/,
    ],
  ] as const)("%s is read", (_, [from, to], error) => {
    const { slos, problems } = read(changed(from, to));
    expect(problems).toEqual([]);
    expect(slos[0]?.sli).toMatchObject({ error: typeof error === "string" ? error : expect.stringMatching(error) });
  });

  test("of a ratio that is recorded already is read", () => {
    const raw = changed(
      ratio,
      `      ratioMetric: { rawType: success, raw: { metricSource: { spec: { query: good:ratio } } } }\n`,
    );
    expect(read(raw)).toMatchObject({
      problems: [],
      slos: [{ sli: { kind: "raw", errorRatio: "1 - (avg(avg_over_time(good:ratio[{{.window}}])))" } }, {}],
    });
  });
});

test.each([
  ["target: 0.999", "target: 1", /^slo.yml:10:15: an objective of 1 leaves no error budget: /],
  ["target: 0.999", "target: 99.9", /^slo.yml:10:15: expected a ratio below 1, such as 0.999, got `99.9`$/],
  ["targetPercent: 95", "{}", /^slo.yml:11:7: expected `target: 0.999` or `targetPercent: 99.9`$/],
  ["duration: 28d", "duration: 7d", /^slo.yml:7:28: expected `30d` or `28d` \(`4w`\), got `7d`$/],
  ["isRolling: true", "isRolling: false", /^slo.yml:7:16: a time window by the calendar is not generated; /],
  ["Occurrences", "Timeslices", /^slo.yml:8:20: `Timeslices` counts slices of time, /],
  ["ratioMetric", "thresholdMetric", /^slo.yml:15:7: a threshold of values is no share of events, /],
  ["good:", "excellent:", /^slo.yml:15:7: expected `ratioMetric` with `total` and one of `good` and `bad`/],
  [
    "query: answers_total",
    "query: sum(answers_total)",
    /^slo.yml:18:67: nothing says over which window; expected a selector/,
  ],
  ["query: answers_total", "query: 'answers_total{code=}'", /^slo.yml:18:\d+: not valid PromQL: /],
  [
    "type: Prometheus, spec: { query: answers_total",
    "type: Datadog, spec: { query: answers_total",
    /^slo.yml:18:40: `Datadog` is asked in a language of its own/,
  ],
  ["kind: SLO", "kind: SLOO", /^slo.yml:2:7: unknown kind `SLOO`; did you mean `SLO`/],
  [indicator, "  indicatorRef: good-answer\n", /^slo.yml:12:17: no SLI `good-answer` stands in these files/],
  [indicator, "", /^slo.yml:5:1: expected either `indicator` or `indicatorRef`, got neither$/],
])("%s as %s is wrong, and it is said where", (from, to, message) => {
  expect(problemsOf([changed(from, to)])).toContainEqual(expect.stringMatching(message));
});

test("documents of other kinds are read over, and alert policies are noted", () => {
  const policy = "apiVersion: openslo/v1\nkind: AlertPolicy\nmetadata: { name: p }\nspec: {}\n---\n";
  const { slos, problems, notes } = read(`${policy}${openSlo}  alertPolicies: [{ alertPolicyRef: p }]\n`);
  expect({ slos: slos.length, problems }).toEqual({ slos: 2, problems: [] });
  expect(notes.map(({ line, message }) => `${line}: ${message}`)).toEqual([
    expect.stringMatching(/^24: alert policies are not read: /),
  ]);
});

test("an alert that could never fire is left out, and it is said", () => {
  const { slos, notes } = read(changed("target: 0.999", "target: 0.5"));
  expect(slos[0]).toMatchObject({ objective: 50, page: null, ticket: { name: "ShopAnswers0BurnRate" } });
  expect(notes.filter(({ line }) => line === 10)).toHaveLength(3);
});
