import { aggregations, functions } from "./promql-functions.ts";
import { type Signal, signalKinds, type Signals } from "./signals.ts";

/** One function, aggregation, operator or modifier, and an expression of a metric in which it does its work. */
export interface Sample {
  readonly name: string;
  readonly of: (metric: string) => string;
  /** It is about native histograms; of moments there are none. */
  readonly histogram?: true;
  /** It makes sense of these alone; of all where it is not given. */
  readonly only?: readonly Signal[];
}

/** A metric of each signal: samples are written about them, and their series are what the samples are proven on. */
export const sampleMetrics: Readonly<Record<Signal, string>> = {
  flow: "requests_total",
  event: "restarts_total",
  level: "pool_used",
  accumulating: "disk_bytes",
  timestamp: "backup_timestamp_seconds",
};

/** The same as native histograms; of moments there are none. */
export const sampleHistograms: Readonly<Record<Exclude<Signal, "timestamp">, string>> = {
  flow: "requests_size",
  event: "restarts_size",
  level: "pool_size",
  accumulating: "disk_size",
};

export const sampleSignals: Signals = new Map([
  // Of each job 1 in the second half of each ten minutes.
  ["up_to_date", "level"] as const,
  ...signalKinds.flatMap((signal) => [
    [sampleMetrics[signal], signal] as const,
    ...(signal === "timestamp" ? [] : [[sampleHistograms[signal], signal] as const]),
  ]),
]);

const written: Readonly<Record<string, Sample["of"]>> = {
  clamp: (x) => `clamp(${x}, 5, 100)`,
  clamp_max: (x) => `clamp_max(${x}, 100)`,
  clamp_min: (x) => `clamp_min(${x}, 5)`,
  double_exponential_smoothing: (x) => `double_exponential_smoothing(${x}[5m], 0.5, 0.3)`,
  histogram_fraction: (x) => `histogram_fraction(0, 3, ${x})`,
  histogram_quantile: (x) => `histogram_quantile(0.9, ${x})`,
  histogram_quantiles: (x) => `histogram_quantiles(${x}, "q", 0.5, 0.9)`,
  mad_over_time: (x) => `mad_over_time(${x}[15m])`,
  info: (x) => `info(${x}, {version=~".+"})`,
  label_join: (x) => `label_join(${x}, "both", "-", "job", "job")`,
  label_replace: (x) => `label_replace(${x}, "also", "$1", "job", "(.*)")`,
  predict_linear: (x) => `predict_linear(${x}[10m], 3600)`,
  quantile_over_time: (x) => `quantile_over_time(0.9, ${x}[5m])`,
  round: (x) => `round(${x}, 0.5)`,
  scalar: (x) => `vector(scalar(${x}{job="a"}))`,
  sort_by_label: (x) => `sort_by_label(${x}, "job")`,
  sort_by_label_desc: (x) => `sort_by_label_desc(${x}, "job")`,
  vector: (x) => `vector(scalar(${x}{job="a"}))`,
  // Angles and the like are of small numbers.
  ...Object.fromEntries(["acos", "asin", "atanh"].map((name) => [name, (x: string) => `${name}(${x} / 200)`] as const)),
  acosh: (x) => `acosh(${x} + 1)`,
  exp: (x) => `exp(${x} / 40)`,
  cosh: (x) => `cosh(${x} / 40)`,
  sinh: (x) => `sinh(${x} / 40)`,
  tanh: (x) => `tanh(${x} / 40)`,
  // A level of some ten is the first hour of 1970.
  ...Object.fromEntries(
    Object.entries({
      minute: 60,
      hour: 3600,
      day_of_week: 1e5,
      day_of_month: 1e5,
      day_of_year: 1e5,
      days_in_month: 1e6,
      month: 1e6,
      year: 1e7,
    }).map(([name, seconds]) => [name, (x: string) => `${name}(${x} * ${seconds})`] as const),
  ),
  sgn: (x) => `sgn(${x} - 40)`,
  absent: (x) => `absent(${x}{job="b"})`,
  absent_over_time: (x) => `absent_over_time(${x}{job="b"}[2m])`,
};

const parameters: Readonly<Record<string, string>> = {
  bottomk: "1, ",
  count_values: '"value", ',
  // Which series they take, Prometheus does not promise.
  limit_ratio: "1, ",
  limitk: "5, ",
  quantile: "0.9, ",
  topk: "1, ",
};

function ofFunction(name: string): Sample {
  const [kind] = functions[name]?.args ?? [];
  const of = written[name] ?? ((x: string) => `${name}(${x}${kind === "matrix" ? "[5m]" : ""})`);
  return { name: `${name}()`, of, ...(name.startsWith("histogram_") ? { histogram: true } : {}) };
}

/** What asks the clock, or how the query is run; beside a metric, since on its own it is of none. */
const ofClock: readonly Sample[] = [
  ...["end()", "start()", "time()"].map((now): Sample => ({
    name: now,
    of: (x) => `${now} - ${x}`,
    only: ["timestamp"],
  })),
  { name: "pi()", of: (x) => `${x} * pi()`, only: ["level"] },
  ...["range()", "step()", "hour()", "minute()", "day_of_week()", "day_of_month()", "day_of_year()"].map(
    (now): Sample => ({
      name: now.startsWith("r") || now.startsWith("s") ? now : `${now} of now`,
      of: (x) => `${x} > ${now}`,
      only: ["level"],
    }),
  ),
  ...["days_in_month()", "month()", "year()"].map((now): Sample => ({
    name: `${now} of now`,
    of: (x) => `${x} > ${now}`,
    only: ["level"],
  })),
];

const operators: readonly Sample[] = [
  ...["+", "-", "*", "/", "%", "^", "atan2"].map((sign) => ({
    name: `x ${sign} 2`,
    of: (x: string) => `${x} ${sign} 2`,
  })),
  ...["==", "!="].map((sign) => ({ name: `x ${sign} 4`, of: (x: string) => `floor(${x} / 10) ${sign} 4` })),
  ...[">", "<", ">=", "<="].map((sign) => ({ name: `x ${sign} 40`, of: (x: string) => `${x} ${sign} 40` })),
  { name: "x > bool 40", of: (x) => `${x} > bool 40` },
  { name: "x - y", of: (x) => `${x} - ${x} offset 3m` },
  { name: "x > y", of: (x) => `${x} > ${x} offset 3m` },
  { name: "-x", of: (x) => `-${x}` },
  { name: "x and y", of: (x) => `${x} and on (job) up_to_date > 0` },
  { name: "x unless y", of: (x) => `${x} unless on (job) up_to_date > 0` },
  { name: "y and x", of: (x) => `up and on (job) ${x}` },
  { name: "x or y", of: (x) => `${x} or ${x} offset 3m` },
  { name: "time() * 1000 - x * 1000", of: (x) => `time() * 1000 - ${x} * 1000`, only: ["timestamp"] },
  { name: "x > 0", of: (x) => `${x} > 0`, only: ["timestamp"] },
  { name: "x - time()", of: (x) => `${x} - time()`, only: ["timestamp"] },
  { name: "x < time() - 600", of: (x) => `${x} < time() - 600`, only: ["timestamp"] },
  { name: "x + 600 < time()", of: (x) => `${x} + 600 < time()`, only: ["timestamp"] },
];

const modifiers: readonly Sample[] = [
  { name: "x[5m]", of: (x) => `count_over_time(${x}[5m])` },
  { name: "x[2*2m]", of: (x) => `count_over_time(${x}[2*2m])` },
  { name: "x[300]", of: (x) => `count_over_time(${x}[300])` },
  { name: "x offset 5m", of: (x) => `${x} offset 5m` },
  { name: "x offset -1m", of: (x) => `${x} offset -1m` },
  { name: "x @ end()", of: (x) => `${x} @ end()` },
  { name: "x @ 1700000000", of: (x) => `${x} @ 1700000000` },
  { name: "x[10m:2m]", of: (x) => `max_over_time(${x}[10m:2m])` },
  { name: "x[10m:]", of: (x) => `count_over_time(${x}[10m:])` },
  { name: "x[5m] anchored", of: (x) => `delta(${x}{job="a"}[5m] anchored)` },
  { name: "x[5m] smoothed", of: (x) => `delta(${x}{job="a"}[5m] smoothed)` },
  { name: "x[step()]", of: (x) => `count_over_time(${x}[step()])` },
];

/** Of everything that PromQL has, the functions behind feature flags included. */
export const samples: readonly Sample[] = [
  ...Object.keys(functions)
    .filter((name) => functions[name]?.args.length !== 0)
    .map(ofFunction),
  ...ofClock,
  ...aggregations.map((name) => ({
    name,
    of: (x: string) => `${name}${name === "group" ? " by (job) " : ""}(${parameters[name] ?? ""}${x})`,
  })),
  ...operators,
  ...modifiers,
];
