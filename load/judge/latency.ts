import { decodeFromCompressedBase64, JsHistogram } from "hdr-histogram-js";
import type { EncodedHistogram } from "../record.ts";

/** How many took no longer than that, to the histogram's three digits. */
export function countUpTo(encoded: EncodedHistogram, ms: number): number {
  const histogram = decodeFromCompressedBase64(encoded);
  if (!(histogram instanceof JsHistogram)) throw new TypeError("a histogram that is not JavaScript's own");
  if (ms * 1000 >= histogram.maxValue) return histogram.totalCount;
  const last = histogram.countsArrayIndex(Math.round(ms * 1000));
  let count = 0;
  for (let index = 0; index <= last; index++) count += histogram.getCountAtIndex(index);
  return count;
}
