import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from "hdr-histogram-js";
import type { Histogram } from "hdr-histogram-js";
import type { EncodedHistogram } from "../record.ts";

/** Nothing takes longer than the longest time that a request may take, and what it came late. */
const longestUs = 1_300_000_000;

/** Of microseconds, to three digits. */
export function newHistogram(): Histogram {
  return build({ highestTrackableValue: longestUs, numberOfSignificantValueDigits: 3 });
}

export function recordMs(histogram: Histogram, ms: number): void {
  histogram.recordValue(Math.min(longestUs, Math.max(1, Math.round(ms * 1000))));
}

export function encoded(histogram: Histogram): EncodedHistogram {
  return encodeIntoCompressedBase64(histogram);
}

/** Adds what another thread counted. */
export function addEncoded(histogram: Histogram, text: EncodedHistogram | null): void {
  if (text !== null) histogram.add(decodeFromCompressedBase64(text));
}
