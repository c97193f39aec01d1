import type { Change, Comparison } from "../../../../load/compare/comparison.ts";
import { html } from "../../html/markup.ts";
import type { Markup } from "../../html/markup.ts";
import { list } from "../../html/findings.ts";
import { count, latency, percent, perSecond, signed } from "./numbers.ts";
import { table } from "./table.ts";

const columns = [
  { head: "outcome" },
  { head: "what" },
  { head: "baseline", number: true },
  { head: "now", number: true },
  { head: "change", number: true },
  { head: "19 times in 20 within", number: true },
  { head: "tolerated", number: true },
] as const;

/** This load against one that was saved. */
export function comparisonSection(comparison: Comparison & { readonly name: string }): Markup {
  const { name, outcome, changes, slower, runs, notes } = comparison;
  const answers =
    slower === null
      ? undefined
      : html`<p>
          Of pairs of an answer now and one of the baseline, the one now is the slower in ${percent(slower.share)}
          (${percent(slower.interval.from)} to ${percent(slower.interval.to)}).
        </p>`;
  return html`<section class="${outcome}">
    <div class="head">
      <span class="chip ${outcome}">${outcome}</span>
      <h2>Compared with ${name}</h2>
      <span class="facts">${runsOf(runs.now)} against ${runsOf(runs.baseline)}</span>
    </div>
    ${table(`Compared with ${name}`, columns, changes.map(row))} ${answers}
    ${list(changes.map((change) => ({ ...change, what: change.metric })))}
    ${
      notes.length === 0
        ? undefined
        : html`<ul class="notes">
            ${notes.map((note) => html`<li>${note}</li>`)}
          </ul>`
    }
  </section>`;
}

function row({ metric, outcome, baseline, now, change, interval, tolerance }: Change) {
  const value = (of: number | null): string | null => (of === null ? null : shown(metric, of));
  const difference = (of: number): string => signed(of, metric === "errors" ? "points" : "%");
  return [
    html`<span class="chip ${outcome}">${outcome}</span>`,
    metric,
    value(baseline),
    value(now),
    change === null ? null : difference(change),
    interval === null ? null : `${difference(interval.from)} to ${difference(interval.to)}`,
    difference(metric === "throughput" ? -tolerance : tolerance),
  ];
}

function shown(metric: Change["metric"], value: number): string {
  if (metric === "errors") return percent(value);
  return metric === "throughput" ? perSecond(value) : latency(value);
}

function runsOf(runs: number): string {
  return runs === 1 ? "1 run" : `${count(runs)} runs`;
}
