import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readRuleFile } from "../../../sandbox/rules/rule-file.ts";
import { readSlos } from "../../../sandbox/slo/read-slos.ts";
import { renderRules } from "../../../sandbox/slo/render.ts";
import { days, sloth } from "./specs.ts";

function rulesOf(text: string, periodDays: number) {
  const { slos, problems } = readSlos([{ file: "slo.yml", text }], periodDays * days);
  expect(problems).toEqual([]);
  const { groups, problems: wrong } = readRuleFile("rules.yml", renderRules(slos, ["slo.yml"], []));
  expect(wrong).toEqual([]);
  return { groups, rules: groups.flatMap((group) => group.rules) };
}

const threshold = /\) without|> \((?<factor>[\d.e-]+) \* (?<budget>[\d.e-]+)\)/g;
/** What each of an alert's four conditions compares with, in their order. */
const thresholds = (expr: string): number[] =>
  [...expr.matchAll(threshold)].flatMap(({ groups }) =>
    groups?.["factor"] === undefined ? [] : [Number(groups["factor"]) * Number(groups["budget"])],
  );

describe("thresholds agree with what one computes by hand, to 1e-9", () => {
  // Share of the budget × hours of the period ÷ hours of the window, times the budget, each written out.
  test.each([
    [99.9, 30, [0.0144, 0.0144, 0.006, 0.006], [0.003, 0.003, 0.001, 0.001]],
    [99.9, 28, [0.01344, 0.01344, 0.0056, 0.0056], [0.0028, 0.0028, 28 / 30_000, 28 / 30_000]],
    [99.999, 30, [0.000144, 0.000144, 0.00006, 0.00006], [0.00003, 0.00003, 0.00001, 0.00001]],
    [99.999, 28, [0.0001344, 0.0001344, 0.000056, 0.000056], [0.000028, 0.000028, 28e-5 / 30, 28e-5 / 30]],
    [95, 30, [0.72, 0.72, 0.3, 0.3], [0.15, 0.15, 0.05, 0.05]],
  ])("%d %% over %d days", (objective, period, page, ticket) => {
    const { rules } = rulesOf(sloth().replace("99.9", String(objective)), period);
    const alerts = rules.filter(({ kind }) => kind === "alert");
    expect(alerts.map(({ labels }) => labels["sloth_severity"])).toEqual(["page", "ticket"]);
    for (const [alert, byHand] of [
      [alerts[0], page],
      [alerts[1], ticket],
    ] as const) {
      const found = thresholds(alert?.expr ?? "");
      expect(found).toHaveLength(4);
      for (const [i, value] of found.entries()) expect(Math.abs(value - (byHand[i] ?? NaN))).toBeLessThan(1e-9);
    }
  });

  test("50 %: the page is left out by who wrote it, and the ticket burns at most twice as fast as it may", () => {
    const text = sloth().replace("99.9", "50").replace("page_alert: {", "page_alert: { disable: true,");
    const alerts = rulesOf(text, 30).rules.filter(({ kind }) => kind === "alert");
    expect(alerts.map(({ expr }) => thresholds(expr))).toEqual([[1.5, 1.5, 0.5, 0.5]]);
  });
});

test("groups, records and labels bear Sloth's names", () => {
  const { groups } = rulesOf(sloth(), 30);
  expect(groups.map(({ name, rules }) => [name, rules.map((rule) => rule.name)])).toEqual([
    [
      "sloth-slo-sli-recordings-shop-errors",
      ["5m", "30m", "1h", "2h", "6h", "1d", "3d", "30d"].map((window) => `slo:sli_error:ratio_rate${window}`),
    ],
    [
      "sloth-slo-meta-recordings-shop-errors",
      [
        "slo:objective:ratio",
        "slo:error_budget:ratio",
        "slo:time_period:days",
        "slo:current_burn_rate:ratio",
        "slo:period_burn_rate:ratio",
        "slo:period_error_budget_remaining:ratio",
        "sloth_slo_info",
      ],
    ],
    ["sloth-slo-alerts-shop-errors", ["ShopErrors", "ShopErrors"]],
  ]);
  const own = { sloth_id: "shop-errors", sloth_service: "shop", sloth_slo: "errors", team: "pay", tier: "1" };
  const [recordings, meta, alerts] = groups;
  expect(recordings?.rules.map(({ labels }) => labels)).toEqual(
    ["5m", "30m", "1h", "2h", "6h", "1d", "3d", "30d"].map((sloth_window) => ({ ...own, sloth_window })),
  );
  expect(meta?.rules.slice(0, -1).map(({ labels }) => labels)).toEqual(Array.from({ length: 6 }, () => own));
  expect(meta?.rules.at(-1)?.labels).toMatchObject({
    ...own,
    sloth_mode: "cli-gen-prom",
    sloth_objective: "99.9",
    sloth_spec: "prometheus/v1",
  });
  expect(alerts?.rules.map(({ labels }) => labels)).toEqual([
    { severity: "critical", team: "pay", sloth_severity: "page" },
    { severity: "info", team: "pay", sloth_severity: "ticket" },
  ]);
  expect(alerts?.rules.map(({ annotations }) => annotations)).toEqual([
    {
      summary: "paged",
      title: "(page) {{$labels.sloth_service}} {{$labels.sloth_slo}} SLO error budget burn rate is too fast.",
    },
    {
      summary: "all",
      title: "(ticket) {{$labels.sloth_service}} {{$labels.sloth_slo}} SLO error budget burn rate is too fast.",
    },
  ]);
});

test("28 days are four weeks in names, as Sloth writes them", () => {
  const { rules } = rulesOf(sloth(), 28);
  expect(rules.map(({ name }) => name)).toContain("slo:sli_error:ratio_rate4w");
  expect(rules.find(({ name }) => name === "slo:time_period:days")?.expr).toBe("vector(28)");
  expect(rules.find(({ name }) => name === "slo:sli_error:ratio_rate4w")?.expr).toContain("[4w]");
});

test("what an alert measures reads one objective's series alone, over the windows of its pairs", () => {
  const { rules } = rulesOf(sloth(), 30);
  const page = rules.find(({ kind }) => kind === "alert");
  expect(
    [...(page?.expr ?? "").matchAll(/ratio_rate(\w+)\{sloth_id="shop-errors", /g)].map(([, window]) => window),
  ).toEqual(["5m", "1h", "30m", "6h"]);
});

test("the same objectives give the same text, which begins with what made it and from what", () => {
  const { slos } = readSlos([{ file: "slo.yml", text: sloth() }], 30 * days);
  const text = renderRules(slos, ["slo.yml"], ["one may wonder"]);
  expect(renderRules(slos, ["slo.yml"], ["one may wonder"])).toBe(text);
  expect(text.split("\n").slice(0, 3)).toEqual([
    "# Generated by npm run slo from slo.yml: edit those, and generate it again.",
    "# Names and labels are Sloth's, so that its dashboards find them.",
    "# one may wonder",
  ]);
  expect(Object.keys(parse(text) as object)).toEqual(["groups"]);
});

test("a query that ends in a comment takes no bracket with it", () => {
  const commented = sloth().replace(
    "total_query: sum(rate(http_requests_total[{{.window}}]))",
    "total_query: |\n          sum(rate(http_requests_total[{{.window}}])) # all of them",
  );
  const { rules } = rulesOf(commented, 30);
  expect(rules[0]?.expr).toContain("sum(rate(http_requests_total[5m])) # all of them\n) > 0)");
});
