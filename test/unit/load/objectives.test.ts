import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { overWindow, periodMs, readObjectives } from "../../../load/objectives.ts";

const objective = (rest: string) => `objectives:\n  - name: a\n    objective: 0.999\n${rest}`;
const said = (text: string) =>
  readObjectives("objectives.yml", text).problems.map((one) => `${one.line}:${one.column} ${one.message}`);

test("the fixtures' objectives are the guide's", () => {
  const { value, problems } = readObjectives("o.yml", readFileSync("fixtures/load/objectives.yml", "utf8"));
  expect(problems).toEqual([]);
  expect(value?.objectives.map(({ name, objective: share, client }) => [name, share, client])).toEqual([
    ["availability", 0.999, { answered: true }],
    ["latency", 0.95, { "latency-ms": 200 }],
    ["errors", 0.999, { "status-below": 500 }],
    ["answers", 0.999, { "as-expected": true }],
  ]);
  expect(value && periodMs(value)).toBe(30 * 86_400_000);
});

test("an objective needs no more than a name, a share and what the client takes for good", () => {
  expect(readObjectives("o.yml", objective("    client: { answered: true }\n"))).toEqual({
    problems: [],
    value: {
      period: "30d",
      objectives: [{ name: "a", objective: 0.999, client: { answered: true } }],
      thresholds: [],
    },
  });
});

test("PromQL is asked over the length of the run", () => {
  expect(overWindow("rate(a[{{window}}]) / rate(b[{{window}}] offset 5m)", 61.5)).toBe(
    "rate(a[61500ms]) / rate(b[61500ms] offset 5m)",
  );
});

const answered = "    client: { answered: true }\n";
test.each([
  [
    objective(answered).replace("0.999", "99.9"),
    "3:16 expected a share above 0 and below 1, such as 0.999, got `99.9`",
  ],
  [objective(answered).replace("0.999", "1"), "3:16 expected a share above 0 and below 1, such as 0.999, got `1`"],
  [objective(""), "2:5 `client` is missing; expected a mapping"],
  [
    objective("    client: {}\n"),
    "4:13 expected one of { answered: true }, { as-expected: true }, { status-below: 500 }, { latency-ms: 200 }",
  ],
  [objective("    client: { answered: true, latency-ms: 5 }\n"), "4:13 expected one of { answered: true }, { as-"],
  [objective("    client: { as-expected: false }\n"), "4:28 expected true, got `false`"],
  [objective("    client: { latency: 5 }\n"), "4:15 unknown key `latency`; did you mean `latency-ms`?"],
  [objective("    client: { latency-ms: 0 }\n"), "4:27 expected milliseconds, above 0, got `0`"],
  [objective("    client: { status-below: 5 }\n"), "4:29 expected a status such as 500, got `5`"],
  [
    objective(`${answered}    prometheus: { good: up }\n`),
    "5:17 expected one of { slo: NAME }, { ratio: EXPR }, { good:",
  ],
  [objective(`${answered}    prometheus: { buckets: up }\n`), "5:19 `buckets` go with `latency-ms`; give `good` and"],
  [objective(`${answered}    prometheus: { ratio: "rate(up[{{window}}]) + sum(" }\n`), "5:54 not valid PromQL: "],
  [objective(`${answered}    prometheus: { ratio: rate(up) }\n`), "5:31 not valid PromQL: "],
  [
    objective(answered) + "  - { name: a, objective: 0.5, client: { answered: true } }\n",
    "5:13 `a` stands above already",
  ],
  ["thresholds: [{ name: t, expr: up }]", "1:14 a threshold has either `below` or `above`; give one of the two"],
  ["thresholds: [{ name: t, expr: up, below: 1, above: 0 }]", "1:14 a threshold has either `below` or `above`"],
  ["thresholds: [{ name: t, expr: up >, below: 1 }]", "1:35 not valid PromQL"],
  ["thresholds: [{ name: t, expr: up, below: many }]", "1:42 expected a number, got `many`"],
  ["perod: 30d", "1:1 unknown key `perod`; did you mean `period`?"],
  ["period: 0d", "1:9 expected a duration above zero, such as 30d, got `0d`"],
])("%j: %s", (text, message) => {
  expect(said(text)).toEqual([expect.stringContaining(message)]);
  expect(readObjectives("objectives.yml", text).value).toBeUndefined();
});

test("everything wrong is said at once", () => {
  const text = "period: x\nobjectives: [{ name: a, objective: 2, client: {} }]\nthresholds: [{ name: t, expr: '(' }]";
  expect(said(text)).toHaveLength(5);
});

test("an empty expression is said once, in its place; one of blanks is not valid PromQL", () => {
  const said = (ratio: string) =>
    readObjectives(
      "o.yml",
      `objectives:\n  - { name: a, objective: 0.9, client: { answered: true }, prometheus: { ratio: '${ratio}' } }\n`,
    ).problems.map(({ line, message }) => `${line}: ${message}`);
  expect(said("")).toEqual(["2: expected a PromQL expression, got ``"]);
  expect(said("  ")).toEqual([expect.stringContaining("not valid PromQL")]);
});
