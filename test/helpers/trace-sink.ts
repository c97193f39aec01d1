import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { aboutError } from "../../sandbox/apps/api/log/about-error.ts";
import { strict } from "../../sandbox/apps/api/log/redaction.ts";
import { readTraceSettings } from "../../sandbox/apps/api/trace/settings.ts";
import { openTracing } from "../../sandbox/apps/api/tracing.ts";
import { buildHttp } from "../../sandbox/apps/traces/http.ts";
import { Store } from "../../sandbox/apps/traces/store.ts";
import { until } from "../../sandbox/wait.ts";

/** Our own tracing backend, in this process. */
export async function openTraceSink() {
  const store = new Store();
  const server = buildHttp(store);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    store,
    /** The spans of a trace, once there are so many. */
    spans: (traceId: string, count: number) =>
      until(
        () => {
          const spans = store.find(traceId) ?? [];
          const names = spans.map(({ name }) => name);
          return Promise.resolve(spans.length >= count ? { seen: spans } : { missing: names.join() || "none" });
        },
        { what: `${count} spans of trace ${traceId}`, withinMs: 20_000 },
      ),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** OpenTelemetry by these variables beside those that send to `url` at once. */
export function tracingTo(url: string, env: Readonly<Record<string, string>> = {}, redaction = strict) {
  const settings = readTraceSettings({
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_BSP_SCHEDULE_DELAY: "10",
    ...env,
  });
  if (settings === undefined) throw new Error("an endpoint switches tracing on");
  const about = aboutError(redaction);
  return openTracing(settings, { version: "1.2.3", environment: "test", about, tell: () => {} });
}

/** A new trace of a caller, as its `traceparent`. */
export function calling(traceId: string, sampled = true): { readonly traceparent: string } {
  return { traceparent: `00-${traceId}-00f067aa0ba902b7-${sampled ? "01" : "00"}` };
}
