import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import type { EncodedHistogram } from "../../../load/record.ts";

const ticksPerHalfDistance = 5;
const usPerMs = 1000;

/** HdrHistogram's percentile distribution, as its own `outputPercentileDistribution` writes it and its plotter reads it: milliseconds. */
export function renderHgrm(latency: EncodedHistogram): string {
  return decodeFromCompressedBase64(latency).outputPercentileDistribution(ticksPerHalfDistance, usPerMs);
}
