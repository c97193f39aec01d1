import { html } from "../../html/markup.ts";
import type { Markup } from "../../html/markup.ts";
import { logarithmicAxis, valueAxis } from "../../html/value-axis.ts";
import { chart, half, valuesOf } from "./charts.ts";
import { latencyLimits } from "./latency-chart.ts";
import { latency, perSecond } from "./numbers.ts";
import { table } from "./table.ts";
import type { LoadFacts, Told, Trial } from "./facts.ts";

const columns = [
  { head: "trial" },
  { head: "rate", number: true },
  { head: "p95", number: true },
  { head: "objectives" },
] as const;

/** How far the target kept its objectives: every trial, and the highest rate that kept them. */
export function breakpointSection(
  { trials, knee }: NonNullable<LoadFacts["breakpoint"]>,
  objectives: Told["objectives"],
): Markup {
  const found = knee === null ? "no rate that was tried kept the objectives" : `they are kept up to ${perSecond(knee)}`;
  return html`<section class="${knee === null ? "deviated" : "held"}">
    <div class="head"><h2>Where it breaks</h2></div>
    <p>Of ${trials.length} trials: ${found}.</p>
    <div class="charts">
      ${trialsChart(trials, knee, objectives)}
      ${table(
        "Trials",
        columns,
        trials.map(({ perSecond: asked, p95Ms, kept }, index) => [
          `${index + 1}`,
          perSecond(asked),
          p95Ms === null ? null : latency(p95Ms),
          html`<span class="chip ${kept ? "held" : "deviated"}">${kept ? "kept" : "missed"}</span>`,
        ]),
      )}
    </div>
  </section>`;
}

function trialsChart(trials: readonly Trial[], knee: number | null, objectives: Told["objectives"]): Markup {
  const byRate = trials.toSorted((a, b) => a.perSecond - b.perSecond);
  const lines = [{ label: "p95", points: byRate.map(({ perSecond: asked, p95Ms }) => [asked, p95Ms] as const) }];
  const limits = latencyLimits(objectives);
  const rates = valueAxis([0, ...trials.map((one) => one.perSecond)]);
  const room = half.width - half.left - half.right;
  const x = (asked: number): number => half.left + (asked / rates.most) * room;
  const mark =
    knee === null
      ? undefined
      : html`<line class="knee" x1="${x(knee)}" y1="${half.top}" x2="${x(knee)}" y2="${half.bottom}" />
          <text
            class="knee-label"
            x="${x(knee) + (knee > rates.most / 2 ? -6 : 6)}"
            y="${half.bottom - 8}"
            text-anchor="${knee > rates.most / 2 ? "end" : "start"}"
            >knee ${perSecond(knee)}</text
          >`;
  return chart({
    title: "p95 by rate",
    axes: "each trial by the rate it asked for; filled: objectives kept, crossed: missed; latency logarithmic",
    lines,
    limits,
    across: { x, ticks: rates.ticks.map((asked) => ({ x: x(asked), label: perSecond(asked) })) },
    values: logarithmicAxis(valuesOf(lines, limits)),
    shown: latency,
    empty: "no trial was answered",
    front: (y) =>
      html`${mark}${byRate.map((trial) => (trial.p95Ms === null ? undefined : point(x(trial.perSecond), y(trial.p95Ms), trial.kept)))}`,
  });
}

/** Told apart by form, not by colour alone. */
function point(x: number, y: number, kept: boolean): Markup {
  return kept
    ? html`<circle class="kept" cx="${x}" cy="${y}" r="5" />`
    : html`<path class="missed-mark" d="M${x - 4.5} ${y - 4.5}l9 9m0 -9l-9 9" />`;
}
