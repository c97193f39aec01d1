import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";
import type { Line } from "./plots.ts";
import type { Frame } from "./span.ts";
import { shareOf, shortNumber } from "./value-axis.ts";
import type { ValueAxis } from "./value-axis.ts";

/** What is not to be passed, with what is written at it. */
export interface Limit {
  readonly value: number;
  readonly label: string;
}

/** What runs along the width of a drawing: production time, real time, percentiles. */
export interface Across {
  x(value: number): number;
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
}

/** Lines that share both axes. */
export interface LineDrawing {
  /** What is read out where it can't be seen. */
  readonly description: string;
  readonly lines: readonly Line[];
  readonly limits: readonly Limit[];
  readonly across: Across;
  readonly values: ValueAxis;
  readonly frame: Frame & { readonly top: number; readonly bottom: number; readonly height: number };
  /** Of a tick's value; default: the number alone. */
  readonly shown?: (value: number) => string;
  /** Drawn first, below everything; given where a value stands. */
  readonly behind?: (y: (value: number) => number) => Markup;
  /** Drawn last. */
  readonly front?: (y: (value: number) => number) => Markup;
  /** A further class of the drawing. */
  readonly kind?: string;
}

/** Labels of limits are no closer than this. */
const room = 14;

export function drawLines(drawing: LineDrawing): Markup {
  const { frame, across, values, shown = shortNumber } = drawing;
  const { left, top, bottom, height } = frame;
  const right = frame.width - frame.right;
  const y = (value: number): number => bottom - shareOf(value, values) * (bottom - top);
  let labelled = -Infinity;
  const limits = drawing.limits
    .toSorted((a, b) => b.value - a.value)
    .map(({ value, label }) => {
      const above = y(value) < top + room ? y(value) + room : y(value) - 5;
      labelled = Math.max(above, labelled + room);
      return html`<line class="threshold" x1="${left}" y1="${y(value)}" x2="${right}" y2="${y(value)}" />
        <text class="limit" x="${left + 6}" y="${labelled}">${label}</text>`;
    });
  return html`<svg
    class="${drawing.kind === undefined ? "drawing" : `drawing ${drawing.kind}`}"
    viewBox="0 0 ${frame.width} ${height}"
    role="img"
    aria-label="${drawing.description}"
  >
    ${drawing.behind?.(y)}${across.ticks.map(
      ({ x }) => html`<line class="grid" x1="${x}" y1="${top}" x2="${x}" y2="${bottom}" />`,
    )}
    ${values.ticks.map(
      (value) =>
        html`<line class="grid" x1="${left}" y1="${y(value)}" x2="${right}" y2="${y(value)}" />
          <text class="tick" x="${left - 10}" y="${y(value) + 4}" text-anchor="end">${shown(value)}</text>`,
    )}
    ${across.ticks.map(({ x, label }) => html`<text class="tick" x="${x}" y="${height - 8}" text-anchor="middle">${label}</text>`)}
    ${drawing.lines.map((line, index) => html`<path class="line line-${index}" d="${pathOf(line, across, y)}"><title>${line.label}</title></path>`)}
    ${limits}${drawing.front?.(y)}
  </svg>`;
}

/** What each line is; a single one is what the title says. */
export function legend(lines: readonly Pick<Line, "label">[], omitted = 0): Markup | undefined {
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
function pathOf({ points }: Line, across: Across, y: (value: number) => number): string {
  let pen = "M";
  let path = "";
  for (const [at, value] of points) {
    if (value === null) pen = "M";
    else {
      path += `${pen}${across.x(at).toFixed(1)} ${y(value).toFixed(1)}${pen === "M" ? "h0" : ""}`;
      pen = "L";
    }
  }
  return path;
}
