import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readAlertmanagerConfig, routeOf } from "../../../sandbox/rules/alertmanager-config.ts";
import { readPrometheusConfig } from "../../../sandbox/rules/prometheus-config.ts";
import { readRuleFile } from "../../../sandbox/rules/rule-file.ts";
import { scaleRuleFile } from "../../../sandbox/rules/scale.ts";
import { readSignals } from "../../../sandbox/rules/signals.ts";

const read = (name: string) => readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url), "utf8");
const rules = readdirSync(new URL("../../../fixtures/prometheus/rules", import.meta.url)).map(
  (name) => `prometheus/rules/${name}`,
);
const { signals, problems } = readSignals("signals.yml", read("prometheus/signals.yml"));
const alertmanager = readAlertmanagerConfig("alertmanager.yml", read("alertmanager/alertmanager.yml"));

describe("the fixtures", () => {
  it("have nothing wrong with them", () => {
    expect(problems).toEqual([]);
    expect(alertmanager.problems).toEqual([]);
    expect(readPrometheusConfig("prometheus.yml", read("prometheus/prometheus.yml")).problems).toEqual([]);
    expect(rules.flatMap((name) => readRuleFile(name, read(name)).problems)).toEqual([]);
  });

  it.each([
    ["critical", ["email", "pagerduty", "slack"]],
    ["warning", ["email", "slack"]],
    ["info", ["slack"]],
  ])("send what is %s to %j", (severity, receivers) => {
    expect(alertmanager.config && routeOf(alertmanager.config, { severity }).toSorted()).toEqual(receivers);
  });

  it("tell every receiver when an alert has resolved", () => {
    const told = alertmanager.config?.receivers.flatMap(({ integrations }) =>
      integrations.map(({ config }) => config["send_resolved"]),
    );
    expect(told).toEqual([true, true, true]);
  });

  it.each(rules)("can be scaled without an assumption: %s", (name) => {
    expect(scaleRuleFile(name, read(name), 120, signals)).toMatchObject({ notes: [], refused: [] });
  });

  it("let a service that is down silence its own other alerts, and no other service's", () => {
    expect(alertmanager.config?.raw["inhibit_rules"]).toEqual([
      {
        source_matchers: ['alertname="LowAvailability"'],
        target_matchers: ['alertname=~"HighErrorRate|HighResponseTime|HighMemoryUsage|DatabaseConnectionsHigh"'],
        equal: ["job"],
      },
    ]);
  });

  const alertsOf = (name: string) =>
    readRuleFile(name, read(name)).groups.flatMap((group) => group.rules.filter(({ kind }) => kind === "alert"));
  const alerts = rules.flatMap(alertsOf);

  it("are the guide's five alerts, and that traffic has dropped", () => {
    const guide = alertsOf("prometheus/rules/bailbondpro.yml");
    expect(guide.map(({ name, labels, forMs }) => `${name} ${labels["severity"]} ${forMs / 60_000}m`)).toEqual([
      "HighErrorRate critical 5m",
      "HighResponseTime warning 5m",
      "LowAvailability critical 1m",
      "HighMemoryUsage warning 10m",
      "DatabaseConnectionsHigh warning 5m",
      "TrafficDropped info 5m",
    ]);
  });

  it.each(alerts)("say their value: $name", ({ annotations }) => {
    expect(annotations["summary"]).not.toBe("");
    expect(annotations["description"]).toMatch(/\{\{ \$value [^}]*\}\}/);
  });

  it.each(alerts)("name a severity and a runbook: $name", ({ labels, annotations }) => {
    expect(labels["severity"]).toMatch(/^(critical|warning|info)$/);
    expect(annotations["runbook_url"]).toMatch(/^https:\/\/runbooks\.bailbondpro\.example\//);
  });
});
