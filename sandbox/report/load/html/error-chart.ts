import type { LoadRecord } from "../../../../load/record.ts";
import type { Markup } from "../../html/markup.ts";
import { valueAxis } from "../../html/value-axis.ts";
import { acrossSeconds, chart, valuesOf } from "./charts.ts";
import { perSecond } from "./numbers.ts";
import { rate } from "./rate-chart.ts";
import type { Slice } from "./slices.ts";

const kinds = [
  ["failed", ({ failed }: Slice) => failed],
  ["lost: no answer to the end", ({ sent, completed, failed }: Slice) => sent - completed - failed],
  ["not sent", ({ due, sent }: Slice) => due - sent],
] as const;

/** What did not go well, by when it was meant to start; a kind that never was is not drawn. */
export function errorChart(slices: readonly Slice[], { seconds }: LoadRecord): Markup {
  const lines = kinds
    .map(([label, of]) => ({
      label,
      points: slices.map((slice) => [(slice.from + slice.to) / 2, rate(of(slice), slice)] as const),
    }))
    .filter(({ points }) => points.some(([, value]) => (value ?? 0) > 0));
  return chart({
    title: "Errors over time",
    axes: `per second, by when the requests were meant to start${lines.length === 1 ? `: ${lines[0]?.label ?? ""}` : ""}`,
    lines,
    limits: [],
    across: acrossSeconds(seconds),
    values: valueAxis([0, ...valuesOf(lines)]),
    shown: perSecond,
    empty: "none: every request was sent and answered as expected",
  });
}
