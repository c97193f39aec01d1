import type { Signal } from "./signals.ts";

/**
 * How an expression's value at k times the pace relates to production's: the same, the running total of a flow, or a moment
 * of the clock. The last two can't stand in a verdict.
 */
export type Pace = "exact" | "total" | "moment";

/** Of a metric as it is at one moment. An event's count and what accumulates are the same at any pace. */
export function instantPace(signal: Signal): Pace {
  if (signal === "flow") return "total";
  return signal === "timestamp" ? "moment" : "exact";
}

/** What makes a function of a range give production's value again; nothing, or `times` k, or why nothing does. */
export type Effect = { readonly times?: "*" | "/" } | { readonly refused: string };

const same: Effect = {};
const divided: Effect = { times: "/" };
const multiplied: Effect = { times: "*" };
const total: Effect = {
  refused: "the running total of a flow is another number at another pace; use rate() or increase()",
};
const moment: Effect = { refused: "a moment of production's clock is not one of the scaled run's" };
const noCounter: Effect = {
  refused: "a level goes up and down and is not counted; declare it a flow or an event in signals.yml, or use delta()",
};
const hits: Effect = { refused: "how often a flow changes from sample to sample depends on the pace" };

const values: Readonly<Record<Signal, Effect>> = {
  flow: total,
  event: same,
  level: same,
  accumulating: same,
  timestamp: moment,
};
const always: Readonly<Record<Signal, Effect>> = {
  flow: same,
  event: same,
  level: same,
  accumulating: same,
  timestamp: same,
};
const perSecond: Readonly<Record<Signal, Effect>> = {
  flow: same,
  event: divided,
  level: noCounter,
  accumulating: divided,
  timestamp: moment,
};

const effects: Readonly<Record<string, Readonly<Record<Signal, Effect>>>> = {
  rate: perSecond,
  irate: perSecond,
  increase: { flow: multiplied, event: same, level: noCounter, accumulating: same, timestamp: moment },
  delta: { ...values, flow: multiplied },
  idelta: { ...values, flow: multiplied },
  // Values stay and time is k times shorter, so a slope is k times steeper; a flow's values shrink as its time does.
  deriv: { flow: same, event: divided, level: divided, accumulating: divided, timestamp: moment },
  predict_linear: values,
  double_exponential_smoothing: values,
  changes: { ...always, flow: hits },
  resets: always,
  count_over_time: always,
  present_over_time: always,
  absent_over_time: always,
  ...Object.fromEntries(
    "avg first last mad max min quantile stddev stdvar sum".split(" ").map((name) => [`${name}_over_time`, values]),
  ),
};

/** By the name of the function and what the metric in its range measures. */
export function rangeEffect(name: string, signal: Signal): Effect {
  return effects[name]?.[signal] ?? { refused: "what another pace does to it is not known" };
}

const clocks = new Set(
  "time timestamp start_timestamp start end range step hour minute month year day_of_month day_of_week day_of_year days_in_month".split(
    " ",
  ),
);

/** Functions whose result is a matter of the clock, or of how the query is run. */
export function readsClock(name: string): boolean {
  return clocks.has(name) || name.startsWith("ts_of_");
}
