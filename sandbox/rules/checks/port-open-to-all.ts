import type { Check } from "./check.ts";
import { composedIn } from "./composed.ts";
import { foundAt } from "./finding.ts";

/** What has no password of its own, or one that everybody knows. */
const unguarded = /(?:^|\/)(?:prometheus|alertmanager|node-exporter|[\w-]*exporter|pushgateway|grafana(?:-\w+)?)$/;

/** A port of a service of monitoring that is published on every interface. */
export const portOpenToAll: Check = {
  id: "port-open-to-all",
  find: (subject) =>
    composedIn(subject)
      .filter(({ image }) => unguarded.test(image))
      .flatMap(({ name, ports, source, path }) =>
        ports.flatMap((port, i) => {
          // `9090:9090`; with an address before it, or without the host's port, it says where.
          if (!/^\d+(?:-\d+)?:\d+(?:-\d+)?(?:\/\w+)?$/.test(port)) return [];
          const message = `\`${name}\` is published on every interface of the machine, to whoever reaches it`;
          const here = [...path, "ports", i];
          const long = source.written(here) === undefined;
          return [
            foundAt(source, here, {}, message, long ? "add `host_ip: 127.0.0.1`" : `write \`127.0.0.1:${port}\``),
          ];
        }),
      ),
};
