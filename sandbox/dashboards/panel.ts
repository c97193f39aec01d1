import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  BigValueColorMode,
  BigValueGraphMode,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  TooltipDisplayMode,
  GraphThresholdsStyleConfigBuilder,
  ReduceDataOptionsBuilder,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import {
  DashboardLinkBuilder,
  DashboardLinkType,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { Panel as BuiltPanel, Threshold } from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder, PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as Stat } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as Table } from "@grafana/grafana-foundation-sdk/table";
import { PanelBuilder as Timeseries } from "@grafana/grafana-foundation-sdk/timeseries";
import { FiredrillError } from "../errors.ts";
import { suggestion } from "../rules/nearest.ts";
import type { Bad, Panel } from "./board.ts";
import { prometheusSource } from "./datasource.ts";

/** Grafana's panel of ours. Throws (`input`) where an alert is named that no rule has. */
export function panelOf(panel: Panel, runbooks: ReadonlyMap<string, string>): Builder<BuiltPanel> {
  return forms[panel.type](panel)
    .title(panel.title)
    .description(panel.description)
    .datasource(prometheusSource)
    .unit(panel.unit)
    .span(panel.width ?? (panel.type === "stat" ? 6 : 12))
    .height(panel.type === "stat" ? 5 : 8)
    .noValue("no data")
    .thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(stepsOf(panel.bad)))
    .targets(Object.entries(panel.asks).map(([legend, expr], i) => targetOf(panel, legend, expr, i)))
    .links((panel.alerts ?? []).map((alert) => runbookLink(alert, runbooks)));
}

const forms = {
  timeseries: ({ bad }: Panel) =>
    new Timeseries()
      .lineWidth(1)
      .fillOpacity(10)
      .legend(
        new VizLegendOptionsBuilder()
          .showLegend(true)
          .displayMode(LegendDisplayMode.List)
          .placement(LegendPlacement.Bottom),
      )
      .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
      .thresholdsStyle(
        new GraphThresholdsStyleConfigBuilder().mode(
          bad ? GraphThresholdsStyleMode.Dashed : GraphThresholdsStyleMode.Off,
        ),
      ),
  stat: () =>
    new Stat()
      .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]))
      .colorMode(BigValueColorMode.Value)
      .graphMode(BigValueGraphMode.Area),
  // What a series is called is in its labels; when it was asked is of no interest.
  table: () =>
    new Table().withTransformation({ id: "organize", options: { excludeByName: { Time: true, __name__: true } } }),
} satisfies Record<Panel["type"], (panel: Panel) => unknown>;

function targetOf({ type }: Panel, legend: string, expr: string, index: number): DataqueryBuilder {
  const query = new DataqueryBuilder()
    .refId(String.fromCharCode("A".charCodeAt(0) + index))
    .datasource(prometheusSource)
    .expr(expr)
    .legendFormat(legend);
  return type === "table" ? query.instant().format(PromQueryFormat.Table) : query.range();
}

function stepsOf(bad: Bad | undefined): Threshold[] {
  if (!bad) return [{ value: null, color: "green" }];
  if ("below" in bad)
    return [
      { value: null, color: "red" },
      { value: bad.below, color: "green" },
    ];
  const warning = bad.warnFrom === undefined ? [] : [{ value: bad.warnFrom, color: "yellow" }];
  return [{ value: null, color: "green" }, ...warning, { value: bad.from, color: bad.color ?? "red" }];
}

function runbookLink(alert: string, runbooks: ReadonlyMap<string, string>): DashboardLinkBuilder {
  const url = runbooks.get(alert);
  if (url === undefined)
    throw new FiredrillError(
      "input",
      `no alert \`${alert}\` with a runbook_url, of which a panel links it${suggestion(alert, runbooks.keys())}`,
    );
  return new DashboardLinkBuilder(`Runbook: ${alert}`).type(DashboardLinkType.Link).url(url).targetBlank(true);
}
