import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { templateProblems } from "../../sandbox/rules/go-template.ts";
import { promtool } from "../../sandbox/services/promtool.ts";
import { processRuntime } from "../../sandbox/stack/process-runtime.ts";
import { foundInExpr } from "../helpers/found-in.ts";
import { testPlace } from "../helpers/runtimes.ts";

const runtime = await processRuntime();
beforeAll(() => runtime.prepare([], [promtool()], () => {}));
afterAll(async () => {
  await runtime[Symbol.asyncDispose]();
  await rm(testPlace, { recursive: true, force: true });
});

/** Two instances of a job, of everything that the expressions ask for. */
const series = ["1", "2"].flatMap((instance) => {
  const of = (metric: string, labels: string, values: string) => ({
    series: `${metric}{job="api",instance="${instance}"${labels}}`,
    values,
  });
  return [
    of("up", "", instance === "1" ? "1x20" : "0x20"),
    of("http_total", ',code="200"', "0+60x20"),
    of("http_total", ',code="500"', "0+30x20"),
    of("a", ',route="/x"', "5x20"),
    of("a", ',route="/y"', "7x20"),
    of("b", "", "4x20"),
    ...["0.1", "1", "+Inf"].map((le, i) => of("h_bucket", `,le="${le}"`, `0+${30 + 30 * i}x20`)),
    of("h_count", "", "0+90x20"),
  ];
});
const beside = [
  { file: "buckets.yml", text: "buckets: { h: [0.1, 1] }" },
  {
    file: "metrics.yml",
    text: `jobs:
  api:
    http_total: { type: counter, labels: { code: any } }
    a: { type: gauge, labels: { route: any } }
    b: { type: gauge }
    h: { type: histogram }
`,
  },
];

/** Each with a twin beside it that has a value. */
const expressions: readonly (readonly [id: string, never: string, twin: string])[] = [
  ["comparison-constant", "up > 1", "up < 1"],
  ["comparison-constant", "count(up) == 0", "count(up == 0) == 1"],
  [
    "comparison-constant",
    'sum(rate(http_total{code="500"}[5m])) / sum(rate(http_total[5m])) > 5',
    'sum(rate(http_total{code="500"}[5m])) / sum(rate(http_total[5m])) > 0.3',
  ],
  [
    "comparison-constant",
    'sum(rate(h_bucket{le="1"}[5m])) / sum(rate(h_count[5m])) > 1',
    'sum(rate(h_bucket{le="1"}[5m])) / sum(rate(h_count[5m])) > 0.6',
  ],
  [
    "comparison-constant",
    "histogram_quantile(0.99, sum by (le) (rate(h_bucket[5m]))) > 1",
    "histogram_quantile(0.99, sum by (le) (rate(h_bucket[5m]))) >= 1",
  ],
  ["comparison-constant", "rate(http_total[5m]) < 0", "rate(http_total[5m]) > 0"],
  ["comparison-constant", "a > 6 and a < 3", "a > 3 and a < 6"],
  ["comparison-constant", "minute(vector(0)) > 59", "minute(vector(0)) < 59"],
  ["vectors-never-match", "sum by (job) (a) / sum(b)", "sum by (job) (a) / on () group_left sum(b)"],
  ["vectors-never-match", "a / b", "a / ignoring (route) group_left b"],
  ["vectors-never-match", 'a{route="/x"} / a{route="/y"}', 'a{route="/x"} / ignoring (route) a{route="/y"}'],
  ["vectors-never-match", "up == 1 and sum(up)", "up == 1 and on () sum(up)"],
  [
    "vectors-never-match",
    'rate(h_bucket{le="1"}[5m]) / rate(h_count[5m])',
    'rate(h_bucket{le="1"}[5m]) / ignoring (le) rate(h_count[5m])',
  ],
  [
    "quantile-without-le",
    "histogram_quantile(0.9, sum by (job) (rate(h_bucket[5m])))",
    "histogram_quantile(0.9, sum by (job, le) (rate(h_bucket[5m])))",
  ],
  ["quantile-of-histogram", 'h{quantile="0.9"}', "histogram_quantile(0.9, sum by (le) (rate(h_bucket[5m])))"],
  ["bucket-missing", 'h_bucket{le="0.2"}', 'h_bucket{le="0.1"}'],
  ["label-not-exported", 'b{route="/x"}', 'a{route="/x"}'],
];

test("what is said never to have a value has none by promtool either, and its twin has one", async () => {
  const all = expressions.flatMap(([, never, twin]) => [never, twin]);
  const asked = all.map((expr) => ({ expr, eval_time: "10m", exp_samples: [] }));
  const text = stringify({
    evaluation_interval: "1m",
    tests: [{ interval: "1m", input_series: series, promql_expr_test: asked }],
  });
  const { output } = await runtime.run(promtool(), (at) => ["test", "rules", at("claims.yml")], { "claims.yml": text });
  // An expression that has no value is as expected, and so is not in the output.
  const hasValue = (expr: string): boolean => output.includes(`expr: ${JSON.stringify(expr)}`);
  const agreed = expressions.map(([id, never, twin]) => ({
    id,
    never: [never, foundInExpr(id, never, beside).length > 0, hasValue(never)],
    twin: [twin, foundInExpr(id, twin, beside).length > 0, hasValue(twin)],
  }));
  expect(agreed).toEqual(
    expressions.map(([id, never, twin]) => ({ id, never: [never, true, false], twin: [twin, false, true] })),
  );
});

const templates = [
  "{{ $labels.job",
  "{{ $value | humanise }}",
  "{{ $label.job }}",
  "{{ if $value }}a",
  "a{{ end }}",
  "{{ }}",
  '{{ printf "}} $value }}',
  "plain }} text",
  '{{ $value | printf "%.2f}}" }}%',
  "{{ if gt $value 1.5 }}a{{ else if not $labels.x }}b{{ else }}c{{ end }}",
  '{{ range query "up == 0" }}{{ .Labels.job }}{{ end }}',
  '{{ with printf "x{a=%q}" $labels.a | query }}{{ . | first | value | humanize }}{{ end }}',
  '{{ $x := label "a" (first (query "up")) }}{{ $x }}',
  "{{- /* a }} comment */ -}}{{- $externalURL -}}",
  '{{ reReplaceAll "(.*):.*" "$1" $labels.instance }}',
  "{{ range $i, $e := query `up` }}{{ $i }}{{ end }}",
];

test("a template is refused where promtool refuses it, and nowhere else", async () => {
  const rules = templates.map((summary, i) => ({ alert: `A${i}`, expr: "up == 0", annotations: { summary } }));
  const text = stringify({ groups: [{ name: "g", rules }] });
  const { output } = await runtime.run(promtool(), (at) => ["check", "rules", at("rules.yml")], { "rules.yml": text });
  const refused = templates.filter((_, i) => new RegExp(`"A${i}"`).test(output));
  expect(refused).toEqual(templates.filter((template) => templateProblems(template).length > 0));
  expect(refused).toHaveLength(7);
});
