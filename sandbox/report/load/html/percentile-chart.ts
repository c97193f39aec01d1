import type { Across } from "../../html/lines.ts";
import type { Markup } from "../../html/markup.ts";
import { logarithmicAxis } from "../../html/value-axis.ts";
import { chart, half, valuesOf } from "./charts.ts";
import type { Latencies } from "./histogram.ts";
import { latencyLimits } from "./latency-chart.ts";
import { latency } from "./numbers.ts";
import type { ObjectiveTold } from "./told.ts";

const pointsPerLine = 160;

/** Along it, each step of the same width has a tenth as many answers beyond it as the one before: the tail is as wide as the bulk. */
export function percentileChart(intended: Latencies, service: Latencies, objectives: readonly ObjectiveTold[]): Markup {
  const decades = Math.max(1, Math.log10(Math.max(1, intended.answers)));
  const lines = (
    [
      ["from the intended start", intended],
      ["from when it was sent", service],
    ] as const
  ).map(([label, latencies]) => ({
    label,
    points: Array.from({ length: pointsPerLine }, (_, index) => {
      const nines = (decades * index) / (pointsPerLine - 1);
      return [nines, latencies.at(1 - 10 ** -nines)] as const;
    }),
  }));
  const limits = latencyLimits(objectives);
  return chart({
    title: "Latency by percentile",
    axes: "of all answers, both axes logarithmic; where the lines part, requests waited where the server can't see it",
    lines,
    limits,
    across: acrossNines(decades),
    values: logarithmicAxis(valuesOf(lines, limits)),
    shown: latency,
    empty: "nothing was answered",
  });
}

/** One step for each nine: 90 %, 99 %, 99.9 %. */
function acrossNines(decades: number): Across {
  const x = (nines: number): number => half.left + (nines / decades) * (half.width - half.left - half.right);
  const whole = Array.from({ length: Math.floor(decades + 1e-9) + 1 }, (_, nines) => ({
    x: x(nines),
    label: nines === 0 ? "0 %" : `${Number((100 - 100 * 10 ** -nines).toFixed(Math.max(0, nines - 2)))} %`,
  }));
  const median = decades <= 4 ? [{ x: x(Math.log10(2)), label: "50 %" }] : [];
  return { x, ticks: [...whole, ...median] };
}
