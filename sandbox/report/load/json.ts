import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import type { Count, EncodedHistogram, LoadRecord } from "../../../load/record.ts";
import type { LoadReport, Percentiles } from "./load-report.ts";

/** What the record of a load says by itself. */
export type Measured = Omit<LoadReport, "outcome" | "runtime" | "objectives" | "findings" | "alerts" | "notes">;

export function measured(record: LoadRecord): Measured {
  const { count, seconds, generator } = record;
  return {
    schema: 1,
    profile: record.profile,
    title: record.title,
    model: record.model,
    target: record.target,
    seconds: rounded(seconds),
    sent: count.sent,
    completed: count.completed,
    errors: { ...count.errors },
    lost: count.lost,
    unsent: { ...count.unsent },
    rate: { wanted: record.wantedPerSecond, achieved: seconds > 0 ? rounded(count.sent / seconds) : 0 },
    latencyMs: percentilesOf(record.latency),
    routes: record.routes.map(({ route, count: of, latency }) => ({
      route,
      sent: of.sent,
      completed: of.completed,
      failed: failedOf(of),
      lost: of.lost,
      latencyMs: percentilesOf(latency),
    })),
    generator,
    stopped: record.stopped,
  };
}

function failedOf({ errors }: Count): number {
  return Object.values(errors).reduce((sum, count) => sum + count, 0);
}

function percentilesOf(latency: EncodedHistogram): Percentiles {
  const histogram = decodeFromCompressedBase64(latency);
  const none = histogram.totalCount === 0;
  const at = (percentile: number): number | null => (none ? null : histogram.getValueAtPercentile(percentile) / 1000);
  return {
    p50: at(50),
    p90: at(90),
    p95: at(95),
    p99: at(99),
    p999: at(99.9),
    max: none ? null : histogram.maxValue / 1000,
  };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
