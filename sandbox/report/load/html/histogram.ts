import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import type { EncodedHistogram } from "../../../../load/record.ts";

/** Latencies of a load, in milliseconds. */
export interface Latencies {
  readonly answers: number;
  /** Of a share of the answers: this long or shorter. Null without an answer. */
  at(share: number): number | null;
  readonly max: number | null;
}

export function latenciesOf(encoded: EncodedHistogram): Latencies {
  const histogram = decodeFromCompressedBase64(encoded);
  const answers = histogram.totalCount;
  return {
    answers,
    at: (share) => (answers === 0 ? null : histogram.getValueAtPercentile(share * 100) / 1000),
    max: answers === 0 ? null : histogram.maxValue / 1000,
  };
}
