import type { Sink } from "./log/sink.ts";
import type { Metrics } from "./metrics.ts";

/** What to call at a scrape: counts the lines that each sink has dropped since the scrape before. */
export function countDropped(metrics: Metrics, sinks: readonly Sink[]): () => void {
  const series = sinks.map((sink) => ({ sink, counter: metrics.logLinesDropped.labels(sink.name), counted: 0 }));
  const count = (): void => {
    for (const one of series) {
      const { dropped } = one.sink;
      one.counter.inc(dropped - one.counted);
      one.counted = dropped;
    }
  };
  count();
  return count;
}
