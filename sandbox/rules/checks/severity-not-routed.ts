import { matches } from "../matchers.ts";
import type { Route } from "../alertmanager-config.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { alertsIn } from "./placed-rules.ts";

/** Routes go by severity, and none of them knows this one: the alert goes wherever the rest goes. */
export const severityNotRouted: Check = {
  id: "severity-not-routed",
  find: (subject) =>
    subject.alertmanager.flatMap(({ config }) => {
      const known = routesIn(config.route).flatMap((route) =>
        route.matchers.filter(({ label }) => label === "severity"),
      );
      if (known.length === 0) return [];
      return alertsIn(subject).flatMap(({ rule, source, path }) => {
        const { severity } = rule.labels;
        // A text that is worked out when it fires is not known.
        if (!severity || severity.includes("{{") || known.some((one) => matches(one, { severity }))) return [];
        const message = `no route is for the severity \`${severity}\`: this goes to \`${config.route.receiver}\`, as all that nobody asks for`;
        const fix = "use a severity that a route is for, or add a route";
        return [foundAt(source, [...path, "labels", "severity"], {}, message, fix)];
      });
    }),
};

function routesIn(route: Route): Route[] {
  return [route, ...route.routes.flatMap(routesIn)];
}
