import type { Check } from "./check.ts";
import { composedIn } from "./composed.ts";
import { foundAt } from "./finding.ts";

/** Renamed in node-exporter 1.3. */
const successors: Readonly<Record<string, string>> = {
  "collector.filesystem.ignored-mount-points": "collector.filesystem.mount-points-exclude",
  "collector.filesystem.ignored-fs-types": "collector.filesystem.fs-types-exclude",
  "collector.netdev.device-blacklist": "collector.netdev.device-exclude",
  "collector.netdev.device-whitelist": "collector.netdev.device-include",
  "collector.systemd.unit-blacklist": "collector.systemd.unit-exclude",
  "collector.systemd.unit-whitelist": "collector.systemd.unit-include",
  "collector.diskstats.ignored-devices": "collector.diskstats.device-exclude",
};

/** A flag of node-exporter by a name that it no longer goes by. */
export const nodeExporterFlag: Check = {
  id: "node-exporter-flag",
  find: (subject) =>
    composedIn(subject)
      .filter(({ image, name }) => image.endsWith("/node-exporter") || name === "node-exporter")
      .flatMap(({ command, source, path }) =>
        command.flatMap((argument, i) => {
          const flag = /^--?([\w.-]+)/.exec(argument)?.[1] ?? "";
          const successor = successors[flag];
          if (successor === undefined) return [];
          const message = `node-exporter calls \`--${flag}\` something else since 1.3; it is hidden, and ends with 2.0`;
          const part = { from: 0, to: flag.length + 2 };
          return [foundAt(source, [...path, "command", i], part, message, `write \`--${successor}\``)];
        }),
      ),
};
