import { html } from "../../html/markup.ts";
import type { Markup } from "../../html/markup.ts";
import { logarithmicAxis } from "../../html/value-axis.ts";
import { acrossSeconds, chart, half, valuesOf } from "./charts.ts";
import type { Slice } from "./slices.ts";
import { latency, percent } from "./numbers.ts";
import type { Told } from "./facts.ts";

const drawn = ["p50", "p95", "p99", "max"] as const;

/** Of what each second's requests met, against what the objectives allow. */
export function latencyChart(
  slices: readonly Slice[],
  seconds: number,
  objectives: Told["objectives"],
  alerts: Told["alerts"],
): Markup {
  const lines = drawn.map((label) => ({
    label,
    points: slices.map(({ from, to, latencyMs }) => [(from + to) / 2, latencyMs && latencyMs[label]] as const),
  }));
  const limits = latencyLimits(objectives);
  const across = acrossSeconds(seconds);
  const bands = (alerts ?? []).map(({ alert, from, until }) => {
    const [left, right] = [across.x(from), across.x(until ?? seconds)];
    return html`<rect
      class="alert-band"
      x="${left}"
      y="${half.top}"
      width="${Math.max(1, right - left)}"
      height="${half.bottom - half.top}"
      ><title>${alert} fired</title></rect
    >`;
  });
  const shade = bands.length > 0 ? "; shaded: an alert fired" : "";
  return chart({
    title: "Latency over time",
    axes: `from the intended start, of each second's requests; logarithmic, by time since the load began${shade}`,
    lines,
    limits,
    across,
    values: logarithmicAxis(valuesOf(lines, limits)),
    behind: () => html`${bands}`,
    shown: latency,
    empty: "nothing was answered",
  });
}

/** One line for each time that objectives allow, however many of them share it. */
export function latencyLimits(objectives: Told["objectives"]): { value: number; label: string }[] {
  const times = [...new Set(objectives.flatMap(({ latencyMs }) => latencyMs ?? []))];
  return times.map((value) => {
    const shares = objectives.flatMap((one) => (one.latencyMs === value ? percent(one.objective) : []));
    return { value, label: `SLO: ${[...new Set(shares)].join(", ")} within ${latency(value)}` };
  });
}
