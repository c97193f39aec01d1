import { addEncoded, newHistogram } from "../../../load/drive/histogram.ts";
import type { LoadRecord } from "../../../load/record.ts";
import type { Recorder } from "./recorder.ts";

/** What those who came on top of the load saw of it, into the journal. */
export function recordSurges(records: readonly LoadRecord[], recorder: Recorder): void {
  for (const { profile, seconds, count, latency, generator } of records) {
    const us = newHistogram();
    addEncoded(us, latency);
    const at = (percentile: number): number => us.getValueAtPercentile(percentile) / 1000;
    recorder.record({
      what: "surge",
      load: profile,
      seconds,
      completed: count.completed,
      failed: Object.values(count.errors).reduce((sum, errors) => sum + errors, count.lost),
      latencyMs: us.totalCount === 0 ? null : { p50: at(50), p95: at(95), max: us.maxValue / 1000 },
      behind: generator.behind,
    });
  }
}
