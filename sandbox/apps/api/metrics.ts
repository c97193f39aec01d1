import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** One registry for each API, so that two in one process do not mix. */
export type Metrics = ReturnType<typeof createMetrics>;

/**
 * Every metric that the API declares: names, types, labels, buckets and units. Labels are bounded: `route` is the
 * pattern of a route, never a URL; `query_type` and `table` are those of the API's own statements; `agent_id` is a row of
 * the table agents; the others are enumerations.
 *
 * Names are the guide's, also these, which break a convention that `promtool check metrics` knows:
 * - bonds_active_count: `_count` belongs to histograms
 * - revenue_generated_dollars: a counter's name ends in `_total`
 * - bond_processing_time_minutes: the base unit of time is the second
 */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  // Gauges that call themselves counters; the same by type, without the sum, are left.
  for (const name of ["nodejs_active_handles_total", "nodejs_active_requests_total", "nodejs_active_resources_total"])
    registry.removeSingleMetric(name);

  const registers = [registry];
  const requestLabels = ["method", "route", "status_code"] as const;
  return {
    registry,
    // HTTP
    requestDuration: new Histogram({
      name: "http_request_duration_seconds",
      help: "Duration of HTTP requests in seconds",
      labelNames: requestLabels,
      // 0.2 makes the objective "95 % within 200 ms" measurable.
      buckets: [0.1, 0.2, 0.3, 0.5, 0.7, 1, 3, 5, 7, 10],
      registers,
    }),
    requestsTotal: new Counter({
      name: "http_requests_total",
      help: "Total number of HTTP requests",
      labelNames: requestLabels,
      registers,
    }),
    activeConnections: new Gauge({
      name: "active_connections",
      help: "Number of open connections to the public port, that of the scrape included",
      registers,
    }),
    // Database
    queryDuration: new Histogram({
      name: "db_query_duration_seconds",
      help: "Duration of database queries in seconds, the wait for a connection included",
      labelNames: ["query_type", "table"] as const,
      buckets: [0.01, 0.05, 0.1, 0.3, 0.5, 1, 3, 5],
      registers,
    }),
    poolActive: new Gauge({ name: "db_connections_active", help: "Connections of the pool in use", registers }),
    poolIdle: new Gauge({ name: "db_connections_idle", help: "Connections of the pool that nobody uses", registers }),
    poolWaiting: new Gauge({
      name: "db_connections_waiting",
      help: "Queries that wait for a connection of the pool",
      registers,
    }),
    poolMax: new Gauge({ name: "db_connections_max", help: "Connections that the pool may have", registers }),
    // Process and system
    cpuUsage: new Gauge({
      name: "cpu_usage_percent",
      help: "CPU time of this process since the scrape before, in percent of one core",
      registers,
    }),
    memoryUsage: new Gauge({
      name: "memory_usage_bytes",
      help: "Memory of this process by type, in bytes",
      labelNames: ["type"] as const,
      registers,
    }),
    memoryPercent: new Gauge({
      name: "memory_usage_percent",
      help: "Resident memory of this process in percent of its stated limit",
      registers,
    }),
    diskUsage: new Gauge({
      name: "disk_usage_bytes",
      help: "Used bytes of the file system mounted there",
      labelNames: ["mount_point"] as const,
      registers,
    }),
    logLinesDropped: new Counter({
      name: "log_lines_dropped_total",
      help: "Log lines that were accepted nowhere, since their reader or disk was too far behind, by where they should go",
      labelNames: ["sink"] as const,
      registers,
    }),
    // Business
    bondsCreated: new Counter({
      name: "bonds_created_total",
      help: "Total number of bonds created",
      labelNames: ["bond_type", "agent_id"] as const,
      registers,
    }),
    bondAmount: new Histogram({
      name: "bond_amount_dollars",
      help: "Amounts of the bonds created, in dollars",
      buckets: [1000, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000],
      registers,
    }),
    paymentsProcessed: new Counter({
      name: "payments_processed_total",
      help: "Total number of payments processed",
      labelNames: ["payment_method", "status"] as const,
      registers,
    }),
    clientsActive: new Gauge({
      name: "clients_active",
      help: "Number of clients with an active bond, by the database",
      registers,
    }),
    revenue: new Counter({
      name: "revenue_generated_dollars",
      help: "Completed payments in dollars, by what they were for and the bond's agent",
      labelNames: ["source", "agent_id"] as const,
      registers,
    }),
    bondsActive: new Gauge({
      name: "bonds_active_count",
      help: "Number of active bonds, by the database",
      registers,
    }),
    satisfaction: new Histogram({
      name: "client_satisfaction_score",
      help: "Scores that clients gave, 1 to 5",
      buckets: [1, 2, 3, 4, 5],
      registers,
    }),
    processingTime: new Histogram({
      name: "bond_processing_time_minutes",
      help: "Minutes from the submission of a bond to its activation",
      buckets: [5, 10, 15, 30, 60, 120, 240],
      registers,
    }),
  };
}
