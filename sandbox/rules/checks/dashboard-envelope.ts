import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";

/** A dashboard in the envelope of Grafana's HTTP API, where a file has to be the dashboard itself. */
export const dashboardEnvelope: Check = {
  id: "dashboard-envelope",
  find: ({ dashboards }) =>
    dashboards.flatMap((source) => {
      if (!("dashboard" in (source.value as object))) return [];
      const message = "this is what Grafana's HTTP API takes; as a file it has no title, and is not loaded";
      return [
        foundAt(
          source,
          ["dashboard"],
          { key: true },
          message,
          "keep what stands under `dashboard`, and nothing around it",
        ),
      ];
    }),
};
