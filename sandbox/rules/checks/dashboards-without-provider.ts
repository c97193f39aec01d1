import type { Check } from "./check.ts";
import { composedIn } from "./composed.ts";
import { foundAt } from "./finding.ts";
import type { Found } from "./finding.ts";

const folder = "/etc/grafana/provisioning/dashboards";

/** Dashboards that Grafana is not told of: it reads a provider, a YAML file that says where they lie, and no JSON beside it. */
export const dashboardsWithoutProvider: Check = {
  id: "dashboards-without-provider",
  find: (subject) => {
    const { dashboards, providers } = subject;
    if (dashboards.length === 0 || providers.length > 0) return [];
    const message = "no file says where dashboards lie (a provider), so that Grafana loads none of them";
    const fix = `put a YAML file with \`providers\` into ${folder}`;
    return composedIn(subject).flatMap(({ name, image, volumes, source, path }): Found[] => {
      const mount = volumes.findIndex((volume) => volume.includes(`:${folder}`));
      if (mount !== -1) return [foundAt(source, [...path, "volumes", mount], {}, message, fix)];
      return image.includes("grafana/grafana") || name === "grafana"
        ? [foundAt(source, path, { key: true }, message, fix)]
        : [];
    });
  },
};
