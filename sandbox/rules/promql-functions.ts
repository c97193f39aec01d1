/** What an expression is: series at a moment, series over a range, one number, one text. */
export type ExprType = "vector" | "matrix" | "scalar" | "string";

export interface Signature {
  readonly args: readonly ExprType[];
  /** How many of `args` are needed at least; the last may be repeated up to `most`. */
  readonly least: number;
  readonly most: number;
  readonly returns: ExprType;
}

const of = (
  args: readonly ExprType[],
  returns: ExprType = "vector",
  least = args.length,
  most = args.length,
): Signature => ({
  args,
  least,
  most,
  returns,
});

const vector = of(["vector"]);
const matrix = of(["matrix"]);
const calendar = of(["vector"], "vector", 0);

const mathematical =
  "abs acos acosh asin asinh atan atanh ceil cos cosh deg exp floor ln log10 log2 rad sgn sin sinh sqrt tan tanh";
const overTime =
  "absent avg count first last mad max min present stddev stdvar sum ts_of_first ts_of_last ts_of_max ts_of_min";
const histogram = "histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar";

const all = (names: string, signature: Signature) =>
  Object.fromEntries(names.split(" ").map((name) => [name, signature]));

/** Operators that are called as functions are. */
export const aggregations =
  "avg bottomk count count_values group limit_ratio limitk max min quantile stddev stdvar sum topk".split(" ");

/** The functions of Prometheus 3.16, those behind feature flags included. */
export const functions: Readonly<Record<string, Signature>> = {
  ...all(mathematical, vector),
  ...all(histogram, vector),
  ...all("absent sort sort_desc timestamp start_timestamp", vector),
  ...all("day_of_month day_of_week day_of_year days_in_month hour minute month year", calendar),
  ...all("changes delta deriv idelta increase irate rate resets", matrix),
  ...Object.fromEntries(overTime.split(" ").map((name) => [`${name}_over_time`, matrix])),
  ...all("end pi range start step time", of([], "scalar")),
  clamp: of(["vector", "scalar", "scalar"]),
  clamp_max: of(["vector", "scalar"]),
  clamp_min: of(["vector", "scalar"]),
  double_exponential_smoothing: of(["matrix", "scalar", "scalar"]),
  histogram_fraction: of(["scalar", "scalar", "vector"]),
  histogram_quantile: of(["scalar", "vector"]),
  histogram_quantiles: of(["vector", "string", "scalar"], "vector", 3, 12),
  info: of(["vector", "vector"], "vector", 1),
  label_join: of(["vector", "string", "string", "string"], "vector", 3, Infinity),
  label_replace: of(["vector", "string", "string", "string", "string"]),
  predict_linear: of(["matrix", "scalar"]),
  quantile_over_time: of(["scalar", "matrix"]),
  round: of(["vector", "scalar"], "vector", 1),
  scalar: of(["vector"], "scalar"),
  sort_by_label: of(["vector", "string"], "vector", 1, Infinity),
  sort_by_label_desc: of(["vector", "string"], "vector", 1, Infinity),
  vector: of(["scalar"]),
};
