import { reasons } from "./scale-value.ts";
import type { Signal } from "./signals.ts";

/**
 * What makes a function's value production's again: nothing, or times k, divided by k, times its square; and what the value
 * then measures. Or why nothing does.
 */
export type Effect =
  | { readonly gives: Signal; readonly times?: Correction }
  | { readonly gives: "other"; readonly why: string };

export type Correction = "* k" | "/ k" | "* k²";

const same: Effect = { gives: "level" };
const divided: Effect = { gives: "level", times: "/ k" };
const multiplied: Effect = { gives: "level", times: "* k" };
const squared: Effect = { gives: "level", times: "* k²" };
const moment: Effect = { gives: "timestamp" };
const never = (why: string): Effect => ({ gives: "other", why });

const total = never(reasons.flow);
const noCounter = never(
  "a level goes up and down and is not counted; declare it a flow or an event in signals.yml, or use delta()",
);
const noMoments = never("a moment is not counted; use delta(), or `time() - x`");
const hits = never("how often a flow changes from sample to sample depends on the pace");
const calendar = never("it reads the clock: the hour, day and date of production are not those of the scaled run");
const query = never("it depends on how the query is run");
/** Of what is calculated from a moment as if it were a number. */
export const numberOfMoment =
  "a moment of production's clock is not one of the scaled run's, and only the time between two of them is a number";

type Effects = Readonly<Record<Signal, Effect>>;
const on = (flow: Effect, event: Effect, level: Effect, accumulating: Effect, timestamp: Effect): Effects => ({
  flow,
  event,
  level,
  accumulating,
  timestamp,
});
const always = (effect: Effect): Effects => on(effect, effect, effect, effect, effect);
const each = (names: string, effects: Effects): Readonly<Record<string, Effects>> =>
  Object.fromEntries(names.split(" ").map((name) => [name, effects]));

/** Of functions of a range. The pace changes how long a window takes, and not how many samples it holds. */
const ranges: Readonly<Record<string, Effects>> = {
  ...each("rate irate", on(same, divided, noCounter, divided, noMoments)),
  increase: on(multiplied, same, noCounter, same, noMoments),
  ...each("delta idelta", on(multiplied, same, same, same, multiplied)),
  // Values stay and time is k times shorter, so a slope is k times steeper; a flow's and a clock's values shrink as time does.
  deriv: on(same, divided, divided, divided, same),
  changes: on(hits, same, same, same, same),
  ...each("absent_over_time count_over_time present_over_time resets", always(same)),
  ...each("ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time", always(moment)),
  ...each(
    "avg_over_time double_exponential_smoothing first_over_time last_over_time max_over_time min_over_time",
    on(total, same, same, same, moment),
  ),
  ...each("predict_linear quantile_over_time", on(total, same, same, same, moment)),
  ...each("mad_over_time stddev_over_time", on(total, same, same, same, multiplied)),
  stdvar_over_time: on(total, same, same, same, squared),
  sum_over_time: on(total, same, same, same, never(numberOfMoment)),
};

/** By the name of a function of a range, and what the metric or the subquery in it measures. */
export function rangeEffect(name: string, signal: Signal): Effect {
  return ranges[name]?.[signal] ?? never("what another pace does to it is not known");
}

const kept = on({ gives: "flow" }, { gives: "event" }, same, { gives: "accumulating" }, moment);
const calculated = on({ gives: "flow" }, same, same, same, never(numberOfMoment));

/** Of functions of series at a moment, and of aggregations, where they are not `calculated`. */
const instants: Readonly<Record<string, Effects>> = {
  ...each("absent count group", always(same)),
  ...each("avg bottomk limit_ratio limitk max min quantile topk", kept),
  ...each("clamp clamp_max clamp_min info label_join label_replace scalar sort sort_by_label", kept),
  ...each("sort_by_label_desc sort_desc vector", kept),
  sum: { ...kept, timestamp: never("the sum of moments is not one; use max() or min()") },
  stddev: { ...calculated, timestamp: multiplied },
  stdvar: { ...calculated, timestamp: squared },
  ...each("start_timestamp timestamp", always(moment)),
  ...each(
    "day_of_month day_of_week day_of_year days_in_month hour minute month year",
    on(calendar, same, same, same, calendar),
  ),
};

/** By the name of a function of series, or of an aggregation, and what the series measure. */
export function instantEffect(name: string, signal: Signal): Effect {
  return (instants[name] ?? calculated)[signal];
}

const clocks: Readonly<Record<string, Effect>> = {
  end: moment,
  pi: same,
  range: query,
  start: moment,
  step: query,
  time: moment,
};

/** Of a function that is called without arguments; those of the calendar then ask the clock. */
export function clockEffect(name: string): Effect {
  return clocks[name] ?? calendar;
}

const presence = new Set("absent count group count_over_time present_over_time absent_over_time".split(" "));

/** Whether it only matters to a function or an aggregation which series there are, and not what their values are. */
export function countsPresence(name: string): boolean {
  return presence.has(name);
}
