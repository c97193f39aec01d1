import type { Check } from "./check.ts";
import { composedIn } from "./composed.ts";
import { foundAt } from "./finding.ts";

/** The machine's root is mounted into node-exporter, which is not told of it: it looks up mount points in its container. */
export const nodeExporterRootfs: Check = {
  id: "node-exporter-rootfs",
  find: (subject) =>
    composedIn(subject)
      .filter(({ image, name }) => image.endsWith("/node-exporter") || name === "node-exporter")
      .flatMap(({ volumes, command, source, path }) => {
        const mount = volumes.findIndex((volume) => volume.startsWith("/:/"));
        if (mount === -1 || command.some((argument) => argument.includes("path.rootfs"))) return [];
        const target = volumes[mount]?.split(":")[1] ?? "";
        const message = `node-exporter is not told of ${target}, and looks up the machine's mount points inside its container`;
        // Where it is told of the like is where this is missing.
        const told = command.findIndex((argument) => /path\.(?:procfs|sysfs)/.test(argument));
        const at = told === -1 ? ["volumes", mount] : ["command", told];
        return [foundAt(source, [...path, ...at], {}, message, `add \`--path.rootfs=${target}\` to its command`)];
      }),
};
