import type { Measured, PrometheusSide } from "../../../load/judge/prometheus-side.ts";
import { overWindow } from "../../../load/objectives.ts";
import type { Objectives, PrometheusQuery } from "../../../load/objectives.ts";
import { FiredrillError } from "../../errors.ts";
import type { PrometheusReader } from "../../observe/prometheus.ts";
import type { Labels } from "../../observe/series.ts";

/** The time of a load, in real milliseconds since 1970: from the last scrape before it to the first that all of it stands in. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** How an SLO's own expressions ask for the share of good ones. */
export type SloQueries = Readonly<Record<string, Exclude<PrometheusQuery, { readonly slo: string }>>>;

interface Value {
  readonly labels: Labels;
  readonly value: number;
}

/** Asks about exactly the window; what Prometheus has nothing of, or finds no expression, is null or missing. */
export async function askPrometheus(
  { objectives, thresholds }: Objectives,
  slos: SloQueries,
  window: Window,
  prometheus: PrometheusReader,
): Promise<PrometheusSide> {
  const ask = (expr: string): Promise<readonly Value[]> => valuesOver(window, expr, prometheus);
  const measured = await Promise.all(
    objectives.map(async ({ name, prometheus: query }) => {
      const asked = query && "slo" in query ? slos[query.slo] : query;
      return asked ? ([[name, await measure(asked, ask)]] as const) : [];
    }),
  );
  const values = await Promise.all(
    thresholds.map(async ({ name, expr }) => [name, (await ask(expr)).map(({ value }) => value)] as const),
  );
  return { objectives: Object.fromEntries(measured.flat()), thresholds: Object.fromEntries(values) };
}

async function measure(query: SloQueries[string], ask: (expr: string) => Promise<readonly Value[]>): Promise<Measured> {
  const one = async (expr: string): Promise<number | null> => (await ask(expr))[0]?.value ?? null;
  if ("ratio" in query) {
    const looks = looksOf(query.ratio);
    return { kind: "ratio", ratio: await one(query.ratio), looks: looks === null ? null : await one(looks) };
  }
  if ("good" in query) {
    const [good, total] = await Promise.all([one(query.good), one(query.total)]);
    return { kind: "counts", good, total };
  }
  const buckets = (await ask(query.buckets)).flatMap(({ labels, value }) =>
    labels["le"] === undefined ? [] : [{ le: bound(labels["le"]), count: value }],
  );
  return { kind: "buckets", buckets };
}

/** How many samples an average over time is of, where that is all there is to the expression. */
function looksOf(expr: string): string | null {
  const inside = /^\s*avg_over_time\s*\(([^()]*)\)\s*$/.exec(expr)?.[1];
  return inside === undefined ? null : `sum(count_over_time(${inside}))`;
}

/** `+Inf` is no number to JavaScript. */
function bound(le: string): number {
  return /^\+?inf$/i.test(le) ? Infinity : Number(le);
}

/** The values of an expression with `{{window}}` at the window's end. */
async function valuesOver({ from, to }: Window, expr: string, prometheus: PrometheusReader): Promise<readonly Value[]> {
  try {
    const series = await prometheus.range(overWindow(expr, (to - from) / 1000), to, to, 1_000);
    return series.map(({ labels, samples }) => ({ labels, value: Number(samples.at(-1)?.[1] ?? Number.NaN) }));
  } catch (error) {
    // An expression that Prometheus refuses, or a Prometheus that is gone: there is nothing to judge by.
    if (error instanceof FiredrillError && error.code === "service-failed") return [];
    throw error;
  }
}
