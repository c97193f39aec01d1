import type { Board } from "../board.ts";

const requests = (labels = "") => `http_requests_total{job="bailbondpro-api"${labels}}`;
const buckets = (labels = "") => `http_request_duration_seconds_bucket{job="bailbondpro-api"${labels}}`;
const quantile = (q: number) => `histogram_quantile(${q}, sum by (le) (rate(${buckets()}[5m])))`;

/** The guide's four panels, corrected, and the four golden signals. Windows are those of the alerts. */
export const overview: Board = {
  name: "overview",
  title: "BailBondPro: overview",
  description: "What users get, and how near the API is to its limits. Windows and thresholds are those of the alerts.",
  variables: [{ name: "route", title: "Route", metric: "http_requests_total", label: "route" }],
  rows: [
    {
      title: "At a glance",
      panels: [
        {
          type: "timeseries",
          title: "Request rate",
          description: "Requests per second by method and route; scrapes of /metrics are not counted.",
          unit: "reqps",
          asks: { "{{method}} {{route}}": `sum by (method, route) (rate(${requests(', route=~"$route"')}[5m]))` },
        },
        {
          type: "timeseries",
          title: "Response time",
          description: "Of all requests together: quantiles of single routes can't be averaged.",
          unit: "s",
          asks: { "95th percentile": quantile(0.95), "50th percentile": quantile(0.5) },
          bad: { from: 1 },
          alerts: ["HighResponseTime"],
        },
        {
          type: "stat",
          title: "Error rate",
          description: "The share of the requests that failed (5xx) over the last five minutes.",
          unit: "percentunit",
          asks: { "Error rate": `sum(rate(${requests(', status_code=~"5.."')}[5m])) / sum(rate(${requests()}[5m]))` },
          bad: { from: 0.05, warnFrom: 0.001 },
          alerts: ["HighErrorRate"],
        },
        {
          type: "stat",
          title: "Active bonds",
          description: "Counted in the database; each instance counts the same.",
          unit: "short",
          asks: { "Active bonds": 'max(bonds_active_count{job="bailbondpro-api"})' },
        },
        {
          type: "stat",
          title: "Traffic",
          description: "Requests per second in all. Nobody complains to a service that nobody reaches.",
          unit: "reqps",
          asks: { Traffic: `sum(rate(${requests()}[5m]))` },
          bad: { below: 1 },
          alerts: ["TrafficDropped"],
        },
        {
          type: "stat",
          title: "Up",
          description: "Whether each job could be scraped the last time: 1 it could, 0 it could not.",
          unit: "none",
          asks: { "{{job}}": "min by (job) (up)" },
          bad: { below: 1 },
          alerts: ["LowAvailability"],
        },
      ],
    },
    {
      title: "Latency and errors",
      panels: [
        {
          type: "timeseries",
          title: "Response time by route",
          description: "The 95th percentile of each route.",
          unit: "s",
          asks: {
            "{{route}}": `histogram_quantile(0.95, sum by (route, le) (rate(${buckets(', route=~"$route"')}[5m])))`,
          },
          bad: { from: 1 },
          alerts: ["HighResponseTime"],
        },
        {
          type: "timeseries",
          title: "Within 200 ms",
          description: "The share of the requests that were answered within 200 ms; 95 % is the objective.",
          unit: "percentunit",
          asks: {
            "Within 200 ms":
              `sum(rate(${buckets(', le="0.2"')}[5m]))` +
              ' / sum(rate(http_request_duration_seconds_count{job="bailbondpro-api"}[5m]))',
          },
          bad: { below: 0.95 },
          alerts: ["LatencyBudgetBurn"],
        },
        {
          type: "timeseries",
          title: "Errors by route",
          description: "Answers from 500 on, per second.",
          unit: "reqps",
          asks: {
            "{{route}} {{status_code}}": `sum by (route, status_code) (rate(${requests(', status_code=~"5..", route=~"$route"')}[5m]))`,
          },
          alerts: ["HighErrorRate"],
        },
        {
          type: "timeseries",
          title: "Refused by route",
          description: "Answers from 400 to 499, per second: what callers did wrong, or were not allowed to.",
          unit: "reqps",
          asks: {
            "{{route}} {{status_code}}": `sum by (route, status_code) (rate(${requests(', status_code=~"4..", route=~"$route"')}[5m])) or vector(0)`,
          },
        },
      ],
    },
    {
      title: "Saturation",
      panels: [
        {
          type: "timeseries",
          title: "Database connections in use",
          description: "Of those that the API may have. Where all are in use, requests wait for one.",
          unit: "percentunit",
          asks: { "{{instance}}": "db_connections_active / db_connections_max" },
          bad: { from: 0.8 },
          alerts: ["DatabaseConnectionsHigh"],
        },
        {
          type: "timeseries",
          title: "Memory",
          description: "Resident memory of the API in percent of its limit.",
          unit: "percent",
          asks: { "{{instance}}": "memory_usage_percent" },
          bad: { from: 85 },
          alerts: ["HighMemoryUsage"],
        },
        {
          type: "timeseries",
          title: "CPU",
          description: "CPU time of the API in percent of one core. It is one thread: beyond 100 it can't do more.",
          unit: "percent",
          asks: { "{{instance}}": "cpu_usage_percent" },
          bad: { from: 90 },
        },
        {
          type: "timeseries",
          title: "Open connections",
          description: "To the API's public port, that of the scrape included.",
          unit: "short",
          asks: { "{{instance}}": "active_connections" },
        },
      ],
    },
  ],
};
