import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";
import type { Line, Plot } from "./plots.ts";
import { drawing } from "./span.ts";
import type { Span } from "./span.ts";
import { faultBands, grid } from "./timeline.ts";
import type { Period } from "./timeline.ts";

const height = 190;
const top = 12;
const bottom = height - 26;

/** Lines over production time, the fault shaded, the threshold dashed; below it what each line is. */
export function drawChart(plot: Plot, faults: readonly Period[], span: Span): Markup {
  if (plot.lines.length === 0) {
    const why = "had no value in all the drill: there was nothing that it selects";
    return html`<figure>
      <figcaption>${plot.title}</figcaption>
      <p class="quiet">${why}</p>
    </figure>`;
  }
  const values = plot.lines.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []));
  const limit = plot.threshold?.value;
  const { ticks, least, most } = valueAxis([0, ...values, ...(limit === undefined ? [] : [limit])]);
  const y = (value: number): number => bottom - ((value - least) / (most - least)) * (bottom - top);
  const threshold =
    limit !== undefined &&
    plot.threshold &&
    html`<line
        class="threshold"
        x1="${drawing.left}"
        y1="${y(limit)}"
        x2="${drawing.width - drawing.right}"
        y2="${y(limit)}"
      />
      <text class="limit" x="${drawing.left + 6}" y="${y(limit) < top + 14 ? y(limit) + 14 : y(limit) - 5}"
        >fires ${plot.threshold.operator} ${shown(limit)}</text
      >`;
  return html`<figure>
    <figcaption>${plot.title}</figcaption>
    <svg
      class="drawing"
      viewBox="0 0 ${drawing.width} ${height}"
      role="img"
      aria-label="${plot.title}: ${plot.lines.map(({ label }) => label).join(", ")}"
    >
      ${faultBands(faults, span, top, bottom)}${grid(span, top, bottom)}
      ${ticks.map(
        (value) =>
          html`<line
              class="grid"
              x1="${drawing.left}"
              y1="${y(value)}"
              x2="${drawing.width - drawing.right}"
              y2="${y(value)}"
            />
            <text class="tick" x="${drawing.left - 10}" y="${y(value) + 4}" text-anchor="end">${shown(value)}</text>`,
      )}
      ${span.ticks.map(({ x, label }) => html`<text class="tick" x="${x}" y="${height - 8}" text-anchor="middle">${label}</text>`)}
      ${plot.lines.map((line, index) => html`<path class="line line-${index}" d="${pathOf(line, span, y)}"><title>${line.label}</title></path>`)}
      ${threshold || undefined}
    </svg>
    ${legend(plot)}
  </figure>`;
}

/** A single line is what the title says. */
function legend({ lines, omitted }: Plot): Markup | undefined {
  if (lines.length < 2) return undefined;
  const entries = lines.map(
    ({ label }, index) =>
      html`<li>
        <svg viewBox="0 0 26 8" width="26" height="8" aria-hidden="true">
          <path class="line line-${index}" d="M1 4H25" />
        </svg>
        <code>${label}</code>
      </li>`,
  );
  return html`<ul class="legend">
    ${entries}${omitted > 0 ? html`<li>and ${omitted} more</li>` : undefined}
  </ul>`;
}

/** A move where a line is broken; what stands alone between two breaks becomes a dot, by its round cap. */
function pathOf({ points }: Line, span: Span, y: (value: number) => number): string {
  let pen = "M";
  let path = "";
  for (const [at, value] of points) {
    if (value === null) pen = "M";
    else {
      path += `${pen}${span.x(at).toFixed(1)} ${y(value).toFixed(1)}${pen === "M" ? "h0" : ""}`;
      pen = "L";
    }
  }
  return path;
}

/** Round numbers around all values: 1, 2 or 5 times a power of ten apart. What is barely above the last of them needs no further one. */
export function valueAxis(values: readonly number[]): { ticks: number[]; least: number; most: number } {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const [from, span] = high > low ? [low, high - low] : [Number.isFinite(low) ? low : 0, 1];
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const step = ([1, 2, 5, 10].find((one) => span / 4.2 <= one * power) ?? 10) * power;
  const first = Math.floor(from / step);
  const count = Math.max(1, Math.ceil((from + span) / step - 0.05) - first);
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
  return { ticks, least: ticks[0] ?? 0, most: Math.max(ticks.at(-1) ?? 1, from + span) };
}

const prefixes = [
  [1e9, "G"],
  [1e6, "M"],
  [1e4, "k"],
] as const;

/** Short, and with no more digits than an axis needs. */
function shown(value: number): string {
  const [size, sign] = prefixes.find(([limit]) => Math.abs(value) >= limit) ?? [1, ""];
  const unit = sign === "k" ? 1000 : size;
  return `${Number((value / unit).toPrecision(4))}${sign === "" ? "" : ` ${sign}`}`;
}
