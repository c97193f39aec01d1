import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { notComposed } from "./not-composed.ts";

/** Prometheus is told of an Alertmanager that the compose file does not start. */
export const alertmanagerNotComposed: Check = {
  id: "alertmanager-not-composed",
  find: (subject) =>
    notComposed(subject, "alertmanager").map(({ address, host, source, path }) => {
      const message = `the compose file starts no \`${host}\`: no alert that fires reaches anybody`;
      return foundAt(
        source,
        path,
        {},
        message,
        `add a service \`${host}\` with the image prom/alertmanager, or name where \`${address}\` runs in full`,
      );
    }),
};
