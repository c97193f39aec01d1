import { drawLines, legend } from "../../html/lines.ts";
import type { Across, LineDrawing } from "../../html/lines.ts";
import { html } from "../../html/markup.ts";
import type { Markup } from "../../html/markup.ts";
import type { Line } from "../../html/plots.ts";
import { spanOf } from "../../html/span.ts";

/** Of every chart of a load: two stand side by side where there is room. */
export const half = { width: 500, left: 74, right: 26, top: 12, bottom: 204, height: 230 } as const;

/** Time since the load began, along a chart. */
export const acrossSeconds = (seconds: number): Across => spanOf(0, seconds, half, 6);

interface Chart extends Pick<LineDrawing, "lines" | "limits" | "across" | "values" | "behind" | "front"> {
  readonly title: string;
  /** What the axes are, in words. */
  readonly axes: string;
  readonly shown: (value: number) => string;
  /** Why there may be no lines. */
  readonly empty: string;
}

export function chart({ title, axes, shown, empty, ...drawing }: Chart): Markup {
  const drawn = drawing.lines.filter(({ points }) => points.some(([, value]) => value !== null));
  if (drawn.length === 0) {
    return html`<figure>
      <figcaption>${title}</figcaption>
      <p class="quiet">${empty}</p>
    </figure>`;
  }
  return html`<figure>
    <figcaption>${title}</figcaption>
    <p class="axes">${axes}</p>
    ${drawLines({ ...drawing, shown, frame: half, kind: "half", description: `${title}: ${said(drawing)}` })}
    ${legend(drawing.lines)}
  </figure>`;

  function said({ lines, limits }: Pick<LineDrawing, "lines" | "limits">): string {
    const extremes = lines.map(({ label, points }) => {
      const values = points.flatMap(([, value]) => value ?? []);
      const reach = values.length === 0 ? "no value" : `${shown(Math.min(...values))} to ${shown(Math.max(...values))}`;
      return `${label} ${reach}`;
    });
    return [...extremes, ...limits.map(({ label }) => `limit ${label}`)].join("; ");
  }
}

/** All that lines and limits have on the axis of values. */
export function valuesOf(lines: readonly Line[], limits: LineDrawing["limits"] = []): number[] {
  return [
    ...lines.flatMap(({ points }) => points.flatMap(([, value]) => value ?? [])),
    ...limits.map((one) => one.value),
  ];
}
