import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import type { EncodedHistogram } from "../../../load/record.ts";

/** Milliseconds; null where nothing was answered. */
export interface Percentiles {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
}

export function percentilesOf(latency: EncodedHistogram): Percentiles {
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
