import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** Every metric that the API declares. One registry for each API, so that two in one process do not mix. */
export interface Metrics {
  readonly registry: Registry;
  readonly requestDuration: Histogram<RequestLabel>;
  readonly requestsTotal: Counter<RequestLabel>;
  readonly activeConnections: Gauge;
}

/** `route` is the pattern of the route, never the URL: its values are as many as there are routes, and one for the rest. */
type RequestLabel = (typeof requestLabels)[number];
const requestLabels = ["method", "route", "status_code"] as const;

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requestDuration: new Histogram({
      name: "http_request_duration_seconds",
      help: "Duration of HTTP requests in seconds",
      labelNames: requestLabels,
      // 0.2 makes the objective "95 % within 200 ms" measurable.
      buckets: [0.1, 0.2, 0.3, 0.5, 0.7, 1, 3, 5, 7, 10],
      registers: [registry],
    }),
    requestsTotal: new Counter({
      name: "http_requests_total",
      help: "Total number of HTTP requests",
      labelNames: requestLabels,
      registers: [registry],
    }),
    activeConnections: new Gauge({
      name: "active_connections",
      help: "Number of open connections to the public port, that of the scrape included",
      registers: [registry],
    }),
  };
}
