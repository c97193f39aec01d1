import type { Board } from "../board.ts";

const busy = "db_connections_active / db_connections_max";

/** PostgreSQL as the API sees it: how long its queries take, and whether connections are short. */
export const database: Board = {
  name: "database",
  title: "BailBondPro: PostgreSQL, seen by the API",
  description: "Queries and connections of the API's pool. What the server says of itself takes an exporter.",
  variables: [{ name: "table", title: "Table", metric: "db_query_duration_seconds_count", label: "table" }],
  rows: [
    {
      title: "Connections",
      panels: [
        {
          type: "stat",
          title: "In use",
          description: "The share of the connections that the API may have.",
          unit: "percentunit",
          asks: { "{{instance}}": busy },
          bad: { from: 0.8 },
          alerts: ["DatabaseConnectionsHigh"],
        },
        {
          type: "stat",
          title: "Queries that wait",
          description: "For a connection, since all are in use.",
          unit: "short",
          asks: { "{{instance}}": "db_connections_waiting" },
          bad: { from: 5, warnFrom: 1 },
          alerts: ["DatabaseConnectionsHigh"],
        },
        {
          type: "timeseries",
          title: "Connections",
          description: "Those in use, those that nobody uses, and as many as there may be.",
          unit: "short",
          asks: { used: "db_connections_active", idle: "db_connections_idle", "at most": "db_connections_max" },
        },
      ],
    },
    {
      title: "Queries",
      panels: [
        {
          type: "timeseries",
          title: "Queries",
          description: "Per second, by what they do and the table that they are about.",
          unit: "ops",
          asks: {
            "{{query_type}} {{table}}":
              'sum by (query_type, table) (rate(db_query_duration_seconds_count{table=~"$table"}[5m]))',
          },
        },
        {
          type: "timeseries",
          title: "Time that queries take",
          description: "The 95th percentile by table, the wait for a connection included.",
          unit: "s",
          asks: {
            "{{table}}":
              'histogram_quantile(0.95, sum by (table, le) (rate(db_query_duration_seconds_bucket{table=~"$table"}[5m])))',
          },
          bad: { from: 0.3 },
        },
        {
          type: "timeseries",
          title: "Mean time that a query takes",
          description: "By table. Beside the percentile it tells a few slow ones from all being slow.",
          unit: "s",
          asks: {
            "{{table}}":
              'sum by (table) (rate(db_query_duration_seconds_sum{table=~"$table"}[5m]))' +
              ' / sum by (table) (rate(db_query_duration_seconds_count{table=~"$table"}[5m]))',
          },
        },
      ],
    },
  ],
};
