import type { LoadRecord } from "../../../load/record.ts";
import type { JudgedLoad, LoadRun } from "../../drill/load/load-run.ts";
import { html } from "../html/markup.ts";
import type { Markup } from "../html/markup.ts";
import { wholePage } from "../html/page.ts";
import { alertsTable } from "./html/alerts.ts";
import { breakpointSection } from "./html/breakpoint.ts";
import { comparisonSection } from "./html/comparison.ts";
import { countsTable, failedOf } from "./html/counts.ts";
import { errorChart } from "./html/error-chart.ts";
import type { PageFacts } from "./html/facts.ts";
import { generatorFacts } from "./html/generator.ts";
import { latenciesOf } from "./html/histogram.ts";
import type { Latencies } from "./html/histogram.ts";
import { latencyChart } from "./html/latency-chart.ts";
import { count, latency, perSecond, sentence } from "./html/numbers.ts";
import { objectivesSection } from "./html/objectives.ts";
import { percentileChart } from "./html/percentile-chart.ts";
import { percentileTable } from "./html/percentile-table.ts";
import { rateChart } from "./html/rate-chart.ts";
import { routesTable } from "./html/routes.ts";
import { slicesOf } from "./html/slices.ts";
import { loadStyle } from "./html/style.ts";

/** One page that needs nothing else, not even scripts: the verdict, the charts, and every number behind them. */
export function renderLoadPage({ run, verdict }: JudgedLoad, facts: PageFacts): string {
  const { record } = run;
  const { summary, objectives, alerts } = verdict;
  const { outcome, runtime, found, comparison } = facts;
  const [intended, service] = [latenciesOf(record.latency), latenciesOf(record.service)];
  const slices = slicesOf(record);
  return wholePage({
    title: `Firedrill: load ${record.profile}: ${outcome}`,
    style: loadStyle,
    header: html`
      <h1>${record.title} <span class="chip ${outcome}">${outcome}</span></h1>
      <p class="summary">${sentence(summary)}</p>
      <p class="quiet">${howItRan(record, runtime)}</p>
      ${totals(record, intended)}
    `,
    main: html`
      ${reasons(run)} ${objectivesSection(verdict)} ${found ? breakpointSection(found, objectives) : undefined}
      ${comparison ? comparisonSection(comparison) : undefined}
      <section>
        <div class="head"><h2>What happened</h2></div>
        <div class="charts">
          ${latencyChart(slices, record.seconds, objectives, alerts)} ${percentileChart(intended, service, objectives)}
          ${rateChart(slices, record)} ${errorChart(slices, record)}
        </div>
        <h3>Latency by percentile</h3>
        ${percentileTable(intended, service)}
      </section>
      <section>
        <div class="head"><h2>Routes</h2></div>
        ${routesTable(record.routes)}
      </section>
      <section>
        <div class="head"><h2>What became of every request</h2></div>
        ${countsTable(record.count)}
      </section>
      <section>
        <div class="head"><h2>Alerts that fired meanwhile</h2></div>
        ${alertsTable(alerts, record.seconds)}
      </section>
      <section>
        <div class="head"><h2>The generator</h2></div>
        ${generatorFacts(record.generator)}
      </section>
      ${notes(run.notes)}
      <footer>
        Latency counts from when a request was meant to start, whatever kept it from being sent, of all answers,
        whatever their status; times are real.
      </footer>
    `,
  });
}

function howItRan({ profile, model, target, seconds, startedAt }: LoadRecord, runtime: PageFacts["runtime"]): Markup {
  const where = runtime === null ? "a target of one's own" : runtime === "process" ? "processes" : "containers";
  const began = new Date(startedAt).toISOString().replace("T", " ").slice(0, 19);
  return html`<code>${profile}</code>, ${model} model, ${seconds.toFixed(1)} s of load on
    <code>${target}</code> (${where}), begun ${began} UTC`;
}

function totals({ count: of, seconds, wantedPerSecond }: LoadRecord, intended: Latencies): Markup {
  const [failed, unsent] = [failedOf(of), of.unsent.busy + of.unsent.late];
  const p95 = intended.at(0.95);
  const tile = (value: string, name: string, kind = ""): Markup =>
    html`<li class="${kind}"><b>${value}</b> ${name}</li>`;
  const wanted = wantedPerSecond === null ? "sent" : `sent, of ${perSecond(wantedPerSecond)} wanted`;
  return html`<ul class="totals">
    ${tile(seconds > 0 ? perSecond(of.sent / seconds) : "–", wanted)}
    ${tile(count(of.completed), "answered as expected")} ${tile(count(failed), "failed", failed > 0 ? "deviated" : "")}
    ${tile(count(of.lost), "lost", of.lost > 0 ? "deviated" : "")}
    ${tile(count(unsent), "not sent", unsent > 0 ? "inconclusive" : "")}
    ${tile(p95 === null ? "–" : latency(p95), "p95")}
  </ul>`;
}

/** What stands above everything, because it changes what all the rest means. */
function reasons({ record: { stopped, generator }, fell }: LoadRun): Markup[] {
  return [
    ...(fell === null ? [] : [html`<p class="missed deviated"><b>A service ended under the load</b>: ${fell}</p>`]),
    ...(stopped === null ? [] : [html`<p class="missed deviated"><b>Ended before its time</b>: ${stopped}</p>`]),
    ...(generator.behind === null
      ? []
      : [html`<p class="missed inconclusive"><b>The generator was the bottleneck</b>: ${generator.behind}</p>`]),
  ];
}

function notes(lines: readonly string[]): Markup | undefined {
  if (lines.length === 0) return undefined;
  return html`<section>
    <div class="head"><h2>How it was reached</h2></div>
    <ul class="notes">
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
  </section>`;
}
