import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { Panel } from "../../../sandbox/dashboards/board.ts";
import { boards } from "../../../sandbox/dashboards/boards.ts";
import { prometheusSource } from "../../../sandbox/dashboards/datasource.ts";
import { dashboardFiles } from "../../../sandbox/dashboards/files.ts";
import { panelOf } from "../../../sandbox/dashboards/panel.ts";
import { comparisonOf } from "../../../sandbox/rules/comparison.ts";
import type { Rule } from "../../../sandbox/rules/rule-file.ts";
import { readRuleFile } from "../../../sandbox/rules/rule-file.ts";
import { monitoringCompose } from "../../../sandbox/services/monitoring-compose.ts";
import type { YamlMap } from "../../../sandbox/services/yaml-value.ts";
import { fixtureTexts, projectMeasures, projectDashboards } from "../../helpers/dashboards.ts";

const rules = fixtureTexts("prometheus", "rules");
const rulesIn = (texts: Readonly<Record<string, string>>): readonly Rule[] =>
  Object.values(texts).flatMap((text) => readRuleFile("rules.yml", text).groups.flatMap((group) => group.rules));
const changed = (from: string, to: string): typeof rules =>
  Object.fromEntries(Object.entries(rules).map(([name, text]) => [name, text.replaceAll(from, to)]));
const written = rulesIn(rules);
const measures = projectMeasures();

test("the committed dashboards are what is built; if not, npm run dashboards writes them", () => {
  expect(fixtureTexts("grafana", "dashboards")).toEqual(dashboardFiles(rules));
  // The twin: an alert's other runbook is a drift.
  expect(fixtureTexts("grafana", "dashboards")).not.toEqual(dashboardFiles(changed("/high-error-rate", "/errors")));
});

test("an alert whose runbook a panel links must be there", () => {
  const panel = { type: "stat", title: "T", description: "D", unit: "s", asks: { a: "up" } } as const;
  const runbooks = new Map([["HighErrorRate", "https://runbooks.example"]]);
  expect(panelOf({ ...panel, alerts: ["HighErrorRate"] }, runbooks).build().links).toMatchObject([
    { url: "https://runbooks.example" },
  ]);
  expect(() => panelOf({ ...panel, alerts: ["HighErrorRat"] }, runbooks)).toThrow(/did you mean `HighErrorRate`/);
});

test("every alert that has a runbook is linked from some panel", () => {
  const linked = new Set(projectDashboards().flatMap(({ panels }) => panels.flatMap(({ links }) => links)));
  const runbooks = written.flatMap(({ annotations }) => annotations["runbook_url"] ?? []);
  expect(runbooks.length).toBeGreaterThan(6);
  expect(runbooks.filter((url) => !linked.has(url))).toEqual([]);
});

/** However it is laid out, and whichever job it is of. */
const bare = (expr: string): string =>
  expr.replaceAll(/\{job="bailbondpro-api"\}|\bby \(job\)|\bjob, |\bjob="bailbondpro-api", |\s/g, "");
const panels = boards.flatMap(({ rows }) => rows.flatMap((row) => row.panels));
const red = ({ bad }: Panel): string | undefined => bad && ("from" in bad ? `from ${bad.from}` : `below ${bad.below}`);

/** Where panels that ask what an alert measures turn red, beside where it fires. */
const thresholds = (rules: readonly Rule[]) =>
  rules.flatMap(({ kind, name, expr }) => {
    const compared = kind === "alert" ? comparisonOf(expr) : undefined;
    if (!compared || (compared.sign !== ">" && compared.sign !== "<")) return [];
    const { measured, sign, threshold } = compared;
    const fires = `${sign === ">" ? "from" : "below"} ${threshold}`;
    const asking = panels.filter(({ asks }) => Object.values(asks).some((ask) => bare(ask) === bare(measured)));
    return asking.map((panel) => ({ name, panel: panel.title, red: red(panel), fires }));
  });
const apart = (rules: readonly Rule[]) => thresholds(rules).filter((one) => one.red !== one.fires);

test("a panel that shows what an alert measures turns red where the alert fires", () => {
  expect(new Set(thresholds(written).map(({ name }) => name))).toEqual(
    new Set(["HighErrorRate", "HighResponseTime", "HighMemoryUsage", "DatabaseConnectionsHigh", "TrafficDropped"]),
  );
  expect(apart(written)).toEqual([]);
  expect(apart(rulesIn(changed("memory_usage_percent > 85", "memory_usage_percent > 90")))).toEqual([
    { name: "HighMemoryUsage", panel: "Memory", red: "from 85", fires: "from 90" },
  ]);
});

test("the metrics that are declared as recorded are recorded, with these labels", () => {
  const recorded = new Map(written.flatMap(({ kind, name, labels }) => (kind === "record" ? [[name, labels]] : [])));
  const declared = [...measures].filter(([name]) => name.includes(":") || name === "sloth_slo_info");
  expect(declared.length).toBeGreaterThan(6);
  for (const [name, { labels }] of declared)
    expect({ name, labels: Object.keys(recorded.get(name) ?? {}) }).toEqual({
      name,
      labels: expect.arrayContaining([...labels.keys()]) as unknown,
    });
});

const provisioning = (kind: string, file: string): string => fixtureTexts("grafana", "provisioning", kind)[file] ?? "";
const composed = parse(monitoringCompose({})) as {
  readonly services: Readonly<
    Record<string, { readonly ports?: string[]; readonly volumes?: string[]; readonly environment?: YamlMap }>
  >;
};
const top = path.join(import.meta.dirname, "../../..");
/** What is mounted into Grafana, by where it finds it. */
const mounts = new Map(
  (composed.services["grafana"]?.volumes ?? []).map((volume) => {
    const [here = "", there = ""] = volume.split(":");
    return [there, here] as const;
  }),
);

/** What provisioning points at that is not there. */
function astray(sources: string, providers: string): string[] {
  const [source] = (parse(sources) as { readonly datasources: [Record<string, string>] }).datasources;
  const [provider] = (parse(providers) as { readonly providers: [{ readonly options: { readonly path: string } }] })
    .providers;
  const { hostname, port } = new URL(source["url"] ?? "");
  const peer = composed.services[hostname]?.ports?.some((published) => published.endsWith(`:${port}`));
  const { uid, type } = prometheusSource;
  const home = String(composed.services["grafana"]?.environment?.["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]);
  const folders = [provider.options.path, "/etc/grafana/provisioning/datasources", path.dirname(home)];
  const missing = folders.filter((folder) => !existsSync(path.join(top, mounts.get(folder) ?? "nowhere")));
  return [
    ...(peer ? [] : [`${hostname}:${port}`]),
    ...(source["uid"] === uid && source["type"] === type ? [] : ["the data source of the panels"]),
    ...missing,
    ...(mounts.get(provider.options.path)?.endsWith("grafana/dashboards") ? [] : ["the dashboards"]),
    ...(existsSync(path.join(top, mounts.get(path.dirname(home)) ?? "", path.basename(home))) ? [] : [home]),
  ];
}

test("what is provisioned points at what is there", () => {
  const sources = provisioning("datasources", "prometheus.yml");
  const providers = provisioning("dashboards", "bailbondpro.yml");
  expect(astray(sources, providers)).toEqual([]);
  expect(astray(sources.replace(":9090", ":9091").replace("uid: prometheus", "uid: mine"), providers)).toEqual([
    "prometheus:9091",
    "the data source of the panels",
  ]);
  expect(astray(sources, providers.replace("/etc/grafana/dashboards", "/var/lib/grafana/dashboards"))).toEqual([
    "/var/lib/grafana/dashboards",
    "the dashboards",
  ]);
});
