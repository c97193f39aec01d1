import { expect, test } from "vitest";
import { readSlos } from "../../../sandbox/slo/read-slos.ts";
import { days, problemsOf, sloth } from "./specs.ts";

test("what is right is read, labels and annotations of the nearer place taken before those of the farther", () => {
  const { slos, problems, notes } = readSlos([{ file: "slo.yml", text: sloth() }], 30 * days);
  expect({ problems, notes }).toEqual({ problems: [], notes: [] });
  expect(slos).toEqual([
    {
      id: "shop-errors",
      service: "shop",
      name: "errors",
      objective: 99.9,
      periodMs: 30 * days,
      labels: { team: "pay", tier: "1" },
      sli: {
        kind: "events",
        error: 'sum(rate(http_requests_total{code=~"5.."}[{{.window}}]))',
        total: "sum(rate(http_requests_total[{{.window}}]))",
      },
      page: { name: "ShopErrors", labels: { severity: "critical", team: "pay" }, annotations: { summary: "paged" } },
      ticket: { name: "ShopErrors", labels: { severity: "info", team: "pay" }, annotations: { summary: "all" } },
      spec: "prometheus/v1",
    },
  ]);
});

test.each([
  ["objective: 99.9", "objective: 100", /^slo.yml:9:16: an objective of 100 leaves no error budget: .*such as 99.9$/],
  ["objective: 99.9", "objective: 0", /^slo.yml:9:16: expected more than 0, such as 99.9, got `0`/],
  ["objective: 99.9", "objective: 100.1", /^slo.yml:9:16: expected per cent below 100, .* got `100.1`$/],
  ["objective: 99.9", "objective: much", /^slo.yml:9:16: expected per cent, such as 99.9, got `much`$/],
  ["objective: 99.9", "objektive: 99.9", /^slo.yml:9:5: unknown key `objektive`; did you mean `objective`/],
  ["name: errors", "name: -errors", /^slo.yml:8:11: expected letters, digits, /],
  ["name: ShopErrors", "name: ''", /^slo.yml:16:7: `alerting.name` is missing; /],
  [
    "http_requests_total[{{.window}}]",
    "http_requests_total[5m]",
    /^slo.yml:14:22: the query says nowhere over which window/,
  ],
  [
    "http_requests_total[{{.window}}]",
    "http_requests_total[{{.windo}}]",
    /^slo.yml:14:51: `{{.windo}}` is not known here/,
  ],
  [
    "sum(rate(http_requests_total[{{.window}}]))",
    "sum(rate(http_requests_total[{{ .window }}])",
    /^slo.yml:14:66: not valid PromQL: /,
  ],
  [
    "sum(rate(http_requests_total[{{.window}}]))",
    "http_requests_total[{{.window}}]",
    /^slo.yml:14:22: not valid PromQL: a rule needs series/,
  ],
  ["team: pay", "sloth_id: pay", /^slo.yml:3:11: `sloth_id` is set by what is generated/],
  ["team: pay", "te-am: pay", /^slo.yml:3:11: `te-am` is not a label's name/],
  [
    "      events:",
    "      plugin: { id: x }\n      events:",
    /^slo.yml:12:15: plugins are programs that only Sloth runs/,
  ],
  [
    "      events:",
    "      raw: { error_ratio_query: 'x{{.window}}' }\n      events:",
    /^slo.yml:11:5: an indicator is either `events` or `raw`, and this has both/,
  ],
  [
    "version: prometheus/v1",
    "version: prometheus/v2",
    /^slo.yml:1:10: unknown form `prometheus\/v2`; did you mean `prometheus\/v1`/,
  ],
  ["version: prometheus/v1", "apiVersion: sloth.slok.dev/v1", /^slo.yml:1:13: Kubernetes' form of Sloth is not read/],
])("%s as %s is wrong, and it is said where", (from, to, message) => {
  expect(sloth()).toContain(from);
  expect(problemsOf([sloth().replace(from, to)])).toContainEqual(expect.stringMatching(message));
});

test("everything that is wrong is said at once, whatever kind it is of", () => {
  const wrong = sloth()
    .replace("objective: 99.9", "objective: 100")
    .replace("http_requests_total[{{.window}}]", "http_requests_total[5m]")
    .replace("team: pay", "sloth_id: pay")
    .replace("name: errors", "nam: errors");
  expect(problemsOf([wrong]).map((one) => one.split(": ")[0])).toEqual(
    expect.arrayContaining(["slo.yml:9:16", "slo.yml:14:22", "slo.yml:3:11", "slo.yml:8:5"]),
  );
});

test("two objectives of one name are one too many, in one file or in two documents of it", () => {
  expect(problemsOf([`${sloth()}---\n${sloth()}`])).toEqual([
    expect.stringMatching(/^slo.yml:30:11: an objective `shop-errors` stands at slo.yml:8 already/),
  ]);
});

test("an empty file is none", () => {
  expect(problemsOf(["# nothing\n"])).toEqual([
    expect.stringMatching(/^slo.yml:1:1: the file is empty; expected `version/),
  ]);
});

const le = (bound: string): string =>
  sloth().replace(
    'sum(rate(http_requests_total{code=~"5.."}[{{.window}}]))',
    `sum(rate(latency_seconds_count[{{.window}}])) - sum(rate(latency_seconds_bucket{le="${bound}"}[{{.window}}]))`,
  );
const buckets = new Map([["latency_seconds", [0.1, 0.25, 1]]]);

test("a latency without a bucket at its bound is refused, and the nearest is named", () => {
  expect(problemsOf([le("0.2")], { buckets })).toEqual([
    expect.stringMatching(
      /^slo.yml:13:79: `latency_seconds_bucket` has no bucket that `le="0.2"` selects, .*; the nearest is `le="0.25"`; there are 0.1, 0.25, 1$/,
    ),
  ]);
  expect(problemsOf([le("0.25")], { buckets })).toEqual([]);
  expect(problemsOf([le("0.2")])).toEqual([]);
});

test("a bucket at a whole number is noted, since Prometheus 3 writes it otherwise", () => {
  const [note] = readSlos([{ file: "slo.yml", text: le("1"), buckets }], 30 * days).notes;
  expect(note?.message).toContain('as "1.0": what should find it in either version is `le=~"1(\\\\.0)?"`');
  expect(readSlos([{ file: "slo.yml", text: le("0.25"), buckets }], 30 * days).notes).toEqual([]);
});

test("a page that no outage could make fire is refused; a condition that none could meet is noted", () => {
  const at50 = sloth().replace("99.9", "50");
  expect(problemsOf([at50])).toEqual([
    expect.stringMatching(
      /^slo.yml:9:16: the page can never fire: with an objective of 50 % the budget burns at most 2 times/,
    ),
  ]);
  const quiet = at50.replace("page_alert: {", "page_alert: { disable: true,");
  const { slos, problems, notes } = readSlos([{ file: "slo.yml", text: quiet }], 30 * days);
  expect({ problems, page: slos[0]?.page }).toEqual({ problems: [], page: null });
  expect(notes.map(({ message }) => message)).toEqual([
    expect.stringMatching(/so the ticket's condition over 2h and 1d \(3 times\) can never be true$/),
  ]);
});
