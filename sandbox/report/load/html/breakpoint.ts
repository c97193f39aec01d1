import type { Knee } from "../../../../load/breakpoint.ts";
import { html } from "../../html/markup.ts";
import type { Markup } from "../../html/markup.ts";
import { logarithmicAxis, valueAxis } from "../../html/value-axis.ts";
import { chart, half, valuesOf } from "./charts.ts";
import type { Found, JudgedTrial } from "../../../drill/load/search.ts";
import { percentilesOf } from "../percentiles.ts";
import type { Told } from "./facts.ts";
import { latencyLimits } from "./latency-chart.ts";
import { latency, perSecond, sentence } from "./numbers.ts";
import { table } from "./table.ts";

const columns = [
  { head: "trial" },
  { head: "rate", number: true },
  { head: "p95", number: true },
  { head: "objectives" },
] as const;

/** Null: nothing was answered. */
type ToldTrial = JudgedTrial & { readonly p95Ms: number | null };

/** How far the target kept its objectives: every trial, and the highest rate that kept them. */
export function breakpointSection({ trials, knee }: Found, objectives: Told["objectives"]): Markup {
  const told = trials.map((trial) => ({ ...trial, p95Ms: percentilesOf(trial.load.run.record.latency).p95 }));
  return html`<section class="${knee.outcome}">
    <div class="head">
      <span class="chip ${knee.outcome}">${knee.outcome}</span>
      <h2>Where it breaks</h2>
    </div>
    <p>${sentence(knee.summary)}</p>
    <div class="charts">
      ${trialsChart(told, knee, objectives)}
      ${table(
        "Trials",
        columns,
        told.map(({ rate, p95Ms, outcome, behind }, index) => [
          `${index + 1}`,
          perSecond(rate),
          p95Ms === null ? null : latency(p95Ms),
          html`<span class="chip ${outcome}">${behind ? "the generator was too slow" : outcome}</span>`,
        ]),
      )}
    </div>
  </section>`;
}

function trialsChart(trials: readonly ToldTrial[], { held }: Knee, objectives: Told["objectives"]): Markup {
  // Of trials of one rate the last one counts.
  const byRate = [...new Map(trials.map((one) => [one.rate, one])).values()].toSorted((a, b) => a.rate - b.rate);
  const lines = [{ label: "p95", points: byRate.map(({ rate, p95Ms }) => [rate, p95Ms] as const) }];
  const limits = latencyLimits(objectives);
  const rates = valueAxis([0, ...trials.map(({ rate }) => rate)]);
  const x = (rate: number): number => half.left + (rate / rates.most) * (half.width - half.left - half.right);
  return chart({
    title: "p95 by rate",
    axes: "each trial by the rate that it asked for; ● objectives held, ✕ missed, ○ could not be told; latency logarithmic",
    lines,
    limits,
    across: { x, ticks: rates.ticks.map((rate) => ({ x: x(rate), label: perSecond(rate) })) },
    values: logarithmicAxis(valuesOf(lines, limits)),
    shown: latency,
    empty: "no trial was answered",
    front: (y) =>
      html`${held === null ? undefined : mark(held, x(held), held > rates.most / 2)}${trials.map((trial) =>
        trial.p95Ms === null ? undefined : point(trial, x(trial.rate), y(trial.p95Ms)),
      )}`,
  });
}

/** The knee; what is written at it stands where there is more room. */
function mark(held: number, x: number, toTheLeft: boolean): Markup {
  return html`<line class="knee" x1="${x}" y1="${half.top}" x2="${x}" y2="${half.bottom}" />
    <text
      class="knee-label"
      x="${toTheLeft ? x - 6 : x + 6}"
      y="${half.bottom - 8}"
      text-anchor="${toTheLeft ? "end" : "start"}"
      >knee ${perSecond(held)}</text
    >`;
}

/** Told apart by form, not by colour alone. */
function point({ outcome }: ToldTrial, x: number, y: number): Markup {
  if (outcome === "deviated") return html`<path class="trial deviated" d="M${x - 4.5} ${y - 4.5}l9 9m0 -9l-9 9" />`;
  return html`<circle class="trial ${outcome}" cx="${x}" cy="${y}" r="5" />`;
}
