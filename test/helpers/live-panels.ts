import { stringify } from "yaml";
import { labelValues } from "../../sandbox/dashboards/dashboard-file.ts";
import type { ReadDashboard, ReadPanel, ReadVariable } from "../../sandbox/dashboards/dashboard-file.ts";
import { panelName } from "../../sandbox/dashboards/fault-panels.ts";
import type { Seen } from "../../sandbox/dashboards/seen-panels.ts";
import type { Fixtures } from "../../sandbox/drill/read/fixtures.ts";
import type { PrometheusReader } from "../../sandbox/observe/prometheus.ts";
import { selectors } from "../../sandbox/rules/promql.ts";
import { readRuleFile } from "../../sandbox/rules/rule-file.ts";
import { recordedBy, scaleRuleFile } from "../../sandbox/rules/scale.ts";

/** A panel with its expressions at the pace of a sandbox, every variable at all of its values. */
export interface LivePanel {
  readonly name: string;
  readonly panel: ReadPanel;
  readonly exprs: readonly string[];
}

/** Throws where an expression can't be scaled: then it can't be looked at in a sandbox either. */
export function livePanels(dashboards: readonly ReadDashboard[], fixtures: Fixtures, factor: number): LivePanel[] {
  const panels = dashboards.flatMap((dashboard) =>
    dashboard.panels.map((panel) => ({ name: panelName(dashboard, panel), panel })),
  );
  const exprs = panels.flatMap(({ panel }) => panel.exprs.map((expr) => expr.replaceAll(/\$\w+/g, ".*")));
  const rules = exprs.map((expr, i) => ({ record: `panel:${i}`, expr }));
  const text = stringify({ groups: [{ name: "panels", rules }] }, { lineWidth: 0 });
  const recorded = new Set(fixtures.rules.flatMap(recordedBy));
  const scaled = scaleRuleFile("panels.yml", text, factor, fixtures.signals, recorded);
  if (scaled.refused.length > 0) throw new Error(scaled.refused.map(({ message }) => message).join("\n"));
  const live = readRuleFile("panels.yml", scaled.text).groups.flatMap((group) => group.rules.map(({ expr }) => expr));
  let next = 0;
  return panels.map((one) => ({ ...one, exprs: one.panel.exprs.map(() => live[next++] ?? "") }));
}

/** What panels show now; or what they have shown since a time, in milliseconds since 1970. */
export async function look(panels: readonly LivePanel[], prometheus: PrometheusReader, since?: number): Promise<Seen> {
  const now = Date.now();
  const ask = (expr: string) =>
    since === undefined ? prometheus.query(expr) : prometheus.range(expr, since, Math.max(since, now), stepMs);
  return await Promise.all(
    panels.map(async ({ name, panel, exprs }) => {
      const found = await Promise.all(exprs.map(ask));
      const values = found.map((series) => {
        const numbers = series.map(({ labels, samples }) => {
          const all = samples.map(([, value]) => Number(value)).filter((value) => !Number.isNaN(value));
          return [JSON.stringify(labels), all] as const;
        });
        return new Map(numbers.filter(([, all]) => all.length > 0));
      });
      return { name, panel, values };
    }),
  );
}

/** As often as rules are evaluated at the highest pace: nothing that lasts is missed. */
const stepMs = 125;

/** Metrics that a panel asks for and that nothing exports here: a machine without disks tells nothing of them. */
export async function lackingOf({ exprs }: ReadPanel, prometheus: PrometheusReader): Promise<readonly string[]> {
  const there = await prometheus.metricNames();
  const metrics = exprs.flatMap((expr) => selectors(expr).flatMap(({ metric }) => metric ?? []));
  return metrics.filter((metric) => !there.includes(metric));
}

/** What a person could choose. */
export async function valuesOf(
  { query }: ReadVariable,
  prometheus: PrometheusReader,
): Promise<{ readonly query: string; readonly values: readonly string[] }> {
  const { selector = "", label = "" } = labelValues(query) ?? {};
  const found = await prometheus.query(`count by (${label}) (${selector})`);
  return { query, values: found.flatMap(({ labels }) => labels[label] ?? []) };
}
