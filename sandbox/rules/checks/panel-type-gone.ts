import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { panelsIn } from "./panels.ts";

/** Panels written in Angular, which Grafana 11 turned off and 12 has no more; and what took their place. */
const successors: Readonly<Record<string, string>> = {
  graph: "timeseries",
  singlestat: "stat",
  "grafana-singlestat-panel": "stat",
  "table-old": "table",
  "grafana-worldmap-panel": "geomap",
  "grafana-piechart-panel": "piechart",
  "natel-discrete-panel": "state-timeline",
  "flant-statusmap-panel": "status-history",
};

/** A panel of a type that Grafana has no more. */
export const panelTypeGone: Check = {
  id: "panel-type-gone",
  find: (subject) =>
    panelsIn(subject).flatMap(({ type, source, path }) => {
      const successor = successors[type];
      if (successor === undefined) return [];
      const message = `Grafana has no panel of the type \`${type}\` any more`;
      return [foundAt(source, [...path, "type"], {}, message, `use \`${successor}\`, which took its place`)];
    }),
};
