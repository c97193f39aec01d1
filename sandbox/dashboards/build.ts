import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { Dashboard, Panel as BuiltPanel } from "@grafana/grafana-foundation-sdk/dashboard";
import type { Board, Variable } from "./board.ts";
import { prometheusSource } from "./datasource.ts";
import { panelOf } from "./panel.ts";

/** Every dashboard bears it, and each links to all that do. */
const tag = "bailbondpro";

/** Grafana's JSON of a board, as a provisioned file has it. `runbooks`: the runbook of each alert, by its name. */
export function buildDashboard(board: Board, runbooks: ReadonlyMap<string, string>): Dashboard {
  const dashboard = new DashboardBuilder(board.title)
    .uid(`${tag}-${board.name}`)
    .description(board.description)
    .tags([tag])
    .readonly()
    .timezone("browser")
    .time({ from: "now-1h", to: "now" })
    .refresh("30s")
    .tooltip(DashboardCursorSync.Crosshair)
    .variables(board.variables.map(variableOf))
    .annotation(firing)
    .link(
      new DashboardLinkBuilder("Dashboards")
        .type(DashboardLinkType.Dashboards)
        .tags([tag])
        .asDropdown(true)
        .keepTime(true),
    );
  for (const row of board.rows) {
    dashboard.withRow(new RowBuilder(row.title));
    for (const panel of row.panels) dashboard.withPanel(panelOf(panel, runbooks));
  }
  return finished(dashboard.build());
}

/**
 * The SDK numbers no panel, and Grafana would number them anew at each start; and it puts links into a menu, where nobody
 * looks for them.
 */
function finished(dashboard: Dashboard): Dashboard {
  const panels = (dashboard.panels ?? []).map((panel, i): BuiltPanel => ({ ...panel, id: i + 1 }));
  const links = (dashboard.links ?? []).map(({ placement: _menu, ...link }) => link);
  return { ...dashboard, panels, links };
}

function variableOf({ name, title, metric, label }: Variable): Builder<ReturnType<QueryVariableBuilder["build"]>> {
  const query = `label_values(${metric}, ${label})`;
  return new QueryVariableBuilder(name)
    .label(title)
    .datasource(prometheusSource)
    .query(query)
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .multi(true)
    .includeAll(true)
    .allValue(".*")
    .current({ selected: true, text: "All", value: "$__all" });
}

/** Marks on every panel where an alert fired. */
const firing = new AnnotationQueryBuilder()
  .name("Alerts that fire")
  .datasource(prometheusSource)
  .enable(true)
  .iconColor("red")
  .expr('ALERTS{alertstate="firing"}')
  .titleFormat("{{alertname}}")
  .textFormat("{{severity}}");
