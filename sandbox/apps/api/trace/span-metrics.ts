import { Counter } from "prom-client";
import type { Metrics } from "../metrics.ts";
import type { Tracing } from "./tracing.ts";

/** What to call at a scrape: counts the spans that were sent and dropped since the scrape before. */
export function countSpans({ registry }: Metrics, tracing: Tracing): () => void {
  const registers = [registry];
  // Declared here, since whoever does not trace has no such metric.
  const sent = new Counter({
    name: "trace_spans_sent_total",
    help: "Spans that the tracing backend has taken",
    registers,
  });
  const dropped = new Counter({
    name: "trace_spans_dropped_total",
    help: "Spans that the tracing backend will never have: there was no room, or it refused them",
    registers,
  });
  let counted = { sent: 0, dropped: 0 };
  return () => {
    const now = { sent: tracing.sent, dropped: tracing.dropped };
    sent.inc(now.sent - counted.sent);
    dropped.inc(now.dropped - counted.dropped);
    counted = now;
  };
}
