import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { alertsIn } from "./placed-rules.ts";

/** An alert that does not say how severe it is: routes and people go by that. */
export const severityMissing: Check = {
  id: "severity-missing",
  find: (subject) =>
    alertsIn(subject)
      .filter(({ rule }) => !rule.labels["severity"])
      .map(({ rule, source, path }) =>
        foundAt(
          source,
          [...path, "alert"],
          {},
          `\`${rule.name}\` has no label \`severity\``,
          "add one, under `labels`",
        ),
      ),
};
