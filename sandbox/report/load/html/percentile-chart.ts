import type { Across } from "../../html/lines.ts";
import { html } from "../../html/markup.ts";
import type { Markup } from "../../html/markup.ts";
import { logarithmicAxis } from "../../html/value-axis.ts";
import { chart, half, valuesOf } from "./charts.ts";
import type { Latencies } from "./histogram.ts";
import { latencyLimits } from "./latency-chart.ts";
import { latency } from "./numbers.ts";
import type { Told } from "./facts.ts";

const pointsPerLine = 160;

/** Along it, each step of the same width has a tenth as many answers beyond it as the one before: the tail is as wide as the bulk. */
export function percentileChart(intended: Latencies, service: Latencies, objectives: Told["objectives"]): Markup {
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
  const across = acrossNines(decades);
  const missed = objectives.flatMap(({ latencyMs: ms, objective }) =>
    ms === null ? [] : [{ ms, right: across.x(Math.min(decades, -Math.log10(1 - objective))) }],
  );
  return chart({
    title: "Latency by percentile",
    axes: `of all answers, both axes logarithmic; where the lines part, requests waited where the server can't see it${missed.length > 0 ? "; in the shaded corner an objective is missed" : ""}`,
    lines,
    limits,
    across,
    values: logarithmicAxis(valuesOf(lines, limits)),
    behind: (y) =>
      html`${missed.map(
        ({ ms, right }) =>
          html`<rect
            class="missed-band"
            x="${half.left}"
            y="${half.top}"
            width="${right - half.left}"
            height="${Math.max(0, y(ms) - half.top)}"
          />`,
      )}`,
    shown: latency,
    empty: "nothing was answered",
  });
}

/** Between two labels, in units of the drawing. */
const leastRoom = 44;

/** One step for each nine: 90 %, 99 %, 99.9 %. */
function acrossNines(decades: number): Across {
  const x = (nines: number): number => half.left + (nines / decades) * (half.width - half.left - half.right);
  const whole = Array.from({ length: Math.floor(decades + 1e-9) + 1 }, (_, nines) => ({
    x: x(nines),
    label: nines === 0 ? "0 %" : `${Number((100 - 100 * 10 ** -nines).toFixed(Math.max(0, nines - 2)))} %`,
  }));
  const median = x(Math.log10(2)) - x(0) >= leastRoom ? [{ x: x(Math.log10(2)), label: "50 %" }] : [];
  return { x, ticks: [...whole, ...median] };
}
