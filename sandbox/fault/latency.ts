import { z } from "zod";
import type { IdealSeries } from "../prove/ideal.ts";
import { inApp } from "./app-fault.ts";
import { leLabel, requestBuckets, slowOnes } from "./buckets.ts";
import type { Fault, SpecOf, Surroundings } from "./fault.ts";
import { allUp, requestLabels, requests } from "./ideal-series.ts";
import { readParameters } from "./parameters.ts";
import { milliseconds, ratio, route, spec } from "./parts.ts";

const ms = milliseconds(30_000);
const schema = z.union([
  z.strictObject({ ms, ratio: ratio.optional(), route: route.optional() }),
  z
    .strictObject({ p50: ms, p95: ms, p99: ms, route: route.optional() })
    .refine(({ p50, p95 }) => p50 <= p95, { path: ["p95"], error: "expected at least p50" })
    .refine(({ p95, p99 }) => p95 <= p99, { path: ["p99"], error: "expected at least p95" }),
]);
const fixed = schema.options[0].transform((parameters) => spec("latency", parameters));
const distributed = schema.options[1].transform((parameters) => spec("latency", parameters));

/** Requests to the API wait before anything is done with them: each 1/ratio-th (all, without a ratio), or all, by a distribution. */
export const latency: Fault<"latency"> = {
  kind: "latency",
  summary: "latency {ms, ratio?, route?} or {p50, p95, p99, route?}: the API's answers come so many milliseconds late",
  bracketMs: { process: 10, container: 20 },
  read: (parameters) =>
    "p50" in parameters || "p95" in parameters || "p99" in parameters
      ? readParameters(distributed, parameters)
      : readParameters(fixed, parameters),
  delayMs: longestMs,
  inject: (wanted, { api }) => {
    const { route: one } = wanted;
    if ("ms" in wanted) return inApp("latency", { ms: wanted.ms, ratio: wanted.ratio, route: one }, api);
    return inApp("latency", { p50: wanted.p50, p95: wanted.p95, p99: wanted.p99, route: one }, api);
  },

  predict: (wanted, around) => {
    // A single route's share of the load is not known here.
    if (wanted.route !== undefined) return undefined;
    const all = around.requestsPerSecond;
    return [requests(around, "200", { before: all, during: all }), ...histogram(wanted, around), ...allUp(around)];
  },

  silences: () => [],

  evidence: (wanted, { targets }) => {
    const target = targets["api"];
    if (!target) return undefined;
    const matchers = [
      `instance="${target.instance}"`,
      ...(wanted.route === undefined ? [] : [`route="${wanted.route}"`]),
    ];
    return slowOnes("http_request_duration_seconds", matchers.join(","), requestBuckets, longestMs(wanted));
  },
};

function longestMs(wanted: SpecOf<"latency">): number {
  return "ms" in wanted ? wanted.ms : wanted.p99;
}

/** What the ideal API counts: nothing takes time but what the fault holds up. */
function histogram(wanted: SpecOf<"latency">, around: Surroundings): IdealSeries[] {
  const all = around.requestsPerSecond;
  const labels = requestLabels(around, "200");
  const counter = (
    suffix: string,
    more: Readonly<Record<string, string>>,
    during: number,
    before = all,
  ): IdealSeries => ({
    metric: `http_request_duration_seconds_${suffix}`,
    labels: { ...labels, ...more },
    type: "counter",
    before,
    during,
  });
  return [
    ...requestBuckets.map((bound) =>
      counter("bucket", { le: leLabel(bound) }, all * shareWithin(wanted, bound * 1000)),
    ),
    counter("bucket", { le: "+Inf" }, all),
    counter("count", {}, all),
    counter("sum", {}, (all * meanMs(wanted)) / 1000, 0),
  ];
}

/** The share of requests that are held up no longer than this; with the least that is needed elsewhere, never exactly so long. */
function shareWithin(wanted: SpecOf<"latency">, limitMs: number): number {
  if ("ms" in wanted) return limitMs > wanted.ms ? 1 : 1 - (wanted.ratio ?? 1);
  const { p50, p95, p99 } = wanted;
  if (limitMs > p99) return 1;
  if (limitMs > p95) return 0.95 + (0.04 * (limitMs - p95)) / (p99 - p95);
  if (limitMs > p50) return 0.5 + (0.45 * (limitMs - p50)) / (p95 - p50);
  return (0.5 * limitMs) / p50;
}

function meanMs(wanted: SpecOf<"latency">): number {
  if ("ms" in wanted) return wanted.ms * (wanted.ratio ?? 1);
  const { p50, p95, p99 } = wanted;
  return (0.5 * p50) / 2 + (0.45 * (p50 + p95)) / 2 + (0.04 * (p95 + p99)) / 2 + 0.01 * p99;
}
