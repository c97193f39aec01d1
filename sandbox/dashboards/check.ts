import { suggestion } from "../rules/nearest.ts";
import { groupingLabels, parseExpr, selectors } from "../rules/promql.ts";
import { labelsOf, partOf } from "./measures.ts";
import type { Measures } from "./measures.ts";
import { prometheusSource } from "./datasource.ts";
import { labelValues } from "./dashboard-file.ts";
import type { ReadDashboard, ReadPanel, ReadVariable } from "./dashboard-file.ts";
import { measure } from "./measure.ts";
import { grafanaUnits } from "./units.ts";

/** The only ones used: Grafana has them all, and a page without Grafana can draw them. */
const types: readonly string[] = ["timeseries", "stat", "table"];
/** What may be asked of a counter: how fast it grows, or which there are; its value depends on when it began. */
const ofCounters = new Set(["rate", "irate", "increase", "resets", "count", "group", "absent", "count_over_time"]);
const ofCountersAlone = new Set(["rate", "irate", "increase", "resets"]);

/** What is wrong with dashboards, a sentence each, that can be told without asking anybody. Pure. */
export function checkDashboards(dashboards: readonly ReadDashboard[], measures: Measures): readonly string[] {
  const uids = dashboards.map(({ uid }) => uid);
  const twice = dashboards.filter(({ uid }, i) => uid !== undefined && uids.indexOf(uid) < i);
  return [
    ...twice.map(({ file, uid }) => `${file}: the uid ${uid} is another dashboard's as well`),
    ...dashboards.flatMap((dashboard) => checkOne(dashboard, measures).map((what) => `${dashboard.file}: ${what}`)),
  ];
}

function checkOne(dashboard: ReadDashboard, measures: Measures): string[] {
  const { uid, title, panels, variables, annotations } = dashboard;
  const ids = panels.map(({ id }) => id);
  return [
    ...(uid ? [] : ["it has no uid: each Grafana would make up its own"]),
    ...(title && panels.length > 0 ? [] : ["it has no title or no panel"]),
    ...(new Set(ids).size === ids.length && !ids.includes(undefined) ? [] : ["panels share an id, or have none"]),
    ...panels.flatMap((panel) => checkPanel(panel, variables, measures).map((what) => `${panel.title}: ${what}`)),
    ...variables.flatMap((one) => checkVariable(one, measures).map((what) => `$${one.name}: ${what}`)),
    ...annotations.flatMap(({ where, expr }) => checkExpr(expr, [], measures).map((what) => `${where}: ${what}`)),
  ];
}

type Variables = readonly ReadVariable[];

function checkPanel(panel: ReadPanel, variables: Variables, measures: Measures): string[] {
  const { type, title, description, unit, exprs, datasources } = panel;
  return [
    ...(types.includes(type) ? [] : [`the type ${type} is not one of ${types.join(", ")}`]),
    ...(title && description ? [] : ["a title or a description is missing"]),
    ...(exprs.length > 0 ? [] : ["it asks for nothing"]),
    ...checkSource(datasources),
    ...exprs.flatMap((expr) => checkExpr(expr, variables, measures)),
    ...(unit === undefined ? ["it has no unit"] : exprs.flatMap((expr) => checkUnit(expr, unit, measures))),
  ];
}

function checkUnit(expr: string, unit: string, measures: Measures): string[] {
  const { unit: measured } = measure(expr, measures);
  if (measured === undefined) return [`what ${expr} measures can't be told from the units of its metrics`];
  const shown = grafanaUnits[unit];
  if (!shown) return [`the unit ${unit} is not known`];
  return shown.fits(measured) ? [] : [`${expr} measures ${measured}, which is shown as ${unit}`];
}

function checkSource(uids: readonly (string | undefined)[]): string[] {
  const { uid } = prometheusSource;
  return uids.every((one) => one === uid) ? [] : [`it does not name the data source that there is, ${uid}`];
}

function checkVariable({ query, datasource }: ReadVariable, measures: Measures): string[] {
  const asked = labelValues(query);
  if (!asked) return [`${query} is not of the form label_values(metric, label)`];
  const { selector, label } = asked;
  return [...checkSource([datasource]), ...checkExpr(`sum by (${label}) (${selector})`, [], measures, false)];
}

/** `values`: whether they are shown, and not just their labels. */
function checkExpr(expr: string, variables: Variables, measures: Measures, values = true): string[] {
  const [broken] = parseExpr(expr).problems;
  if (broken) return [`${expr}: ${broken.message}`];
  const asked = selectors(expr);
  const parts = asked.map(({ metric = "" }) => partOf(metric, measures));
  const unknown = asked.flatMap(({ metric, text }, i) =>
    parts[i] ? [] : [`nothing exports ${metric ?? text}${suggestion(metric ?? "", measures.keys(), { list: false })}`],
  );
  const foreign = asked.flatMap(({ metric, matchers }, i) => {
    const labels = parts[i] ? labelsOf(parts[i]) : undefined;
    return matchers.flatMap(({ label }) =>
      labels && !labels.includes(label) ? [`${metric} has no label ${label}${suggestion(label, labels)}`] : [],
    );
  });
  const misused = asked.flatMap(({ metric, usedBy = "" }, i) => {
    if (!parts[i]) return [];
    const counter = parts[i].metric.type !== "gauge";
    if (counter) return ofCounters.has(usedBy) ? [] : [`${metric} is a counter; ask for its rate() or increase()`];
    return ofCountersAlone.has(usedBy) ? [`${metric} goes up and down; ${usedBy}() is for counters`] : [];
  });
  const all = new Set(parts.flatMap((part) => (part ? labelsOf(part) : [])));
  const grouped = groupingLabels(expr).filter((label) => !all.has(label));
  const used = [...expr.matchAll(/\$\{?(\w+)/g)].flatMap(([, name = ""]) => name);
  const free = used.filter((name) => !variables.some((variable) => variable.name === name));
  return [
    ...unknown,
    ...foreign,
    ...(values ? misused : []),
    ...(unknown.length > 0 ? [] : grouped.map((label) => `none of its metrics has the label ${label}: ${expr}`)),
    ...free.map((name) => `there is no variable $${name}`),
  ];
}
