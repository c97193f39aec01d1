import type { LoadRecord } from "../../../../load/record.ts";
import type { Markup } from "../../html/markup.ts";
import { valueAxis } from "../../html/value-axis.ts";
import { acrossSeconds, chart, valuesOf } from "./charts.ts";
import { perSecond } from "./numbers.ts";
import type { Slice } from "./slices.ts";

/** What was due and what came of it, per second; in a closed model nothing is due but what is sent. */
export function rateChart(slices: readonly Slice[], { model, seconds }: LoadRecord): Markup {
  const line = (label: string, of: (slice: Slice) => number) => ({
    label,
    points: slices.map((slice) => [(slice.from + slice.to) / 2, rate(of(slice), slice)] as const),
  });
  const sent = line("sent", (slice) => slice.sent);
  const completed = line("answered as expected", (slice) => slice.completed);
  const lines = model === "open" ? [line("wanted", (slice) => slice.due), sent, completed] : [sent, completed];
  return chart({
    title: "Rate over time",
    axes: "requests per second, by when they were meant to start",
    lines,
    limits: [],
    across: acrossSeconds(seconds),
    values: valueAxis([0, ...valuesOf(lines)]),
    shown: perSecond,
    empty: "nothing was due",
  });
}

/** Too short a rest of a second says nothing of a rate. */
const leastSeconds = 0.25;

export function rate(requests: number, { from, to }: Slice): number | null {
  return to - from < leastSeconds ? null : requests / (to - from);
}
