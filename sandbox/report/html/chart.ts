import { drawLines, legend } from "./lines.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";
import type { Plot } from "./plots.ts";
import { drawing } from "./span.ts";
import type { Span } from "./span.ts";
import { faultBands } from "./timeline.ts";
import type { Period } from "./timeline.ts";
import { shortNumber, valueAxis } from "./value-axis.ts";

const height = 190;
const frame = { ...drawing, height, top: 12, bottom: height - 26 } as const;

/** Lines over production time, the fault shaded, the threshold dashed; below it what each line is. */
export function drawChart(plot: Plot, faults: readonly Period[], span: Span): Markup {
  if (plot.lines.length === 0) {
    const why = "had no value in all the drill: there was nothing that it selects";
    return html`<figure>
      <figcaption>${plot.title}</figcaption>
      <p class="quiet">${why}</p>
    </figure>`;
  }
  const { title, lines, threshold, omitted } = plot;
  const recorded = lines.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []));
  const limits = threshold
    ? [{ value: threshold.value, label: `fires ${threshold.operator} ${shortNumber(threshold.value)}` }]
    : [];
  return html`<figure>
    <figcaption>${title}</figcaption>
    ${drawLines({
      description: `${title}: ${lines.map(({ label }) => label).join(", ")}`,
      lines,
      limits,
      across: span,
      values: valueAxis([0, ...recorded, ...limits.map(({ value }) => value)]),
      frame,
      behind: () => faultBands(faults, span, frame.top, frame.bottom),
    })}
    ${legend(lines, omitted)}
  </figure>`;
}
