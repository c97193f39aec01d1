import { posix } from "node:path";
import type { Check } from "./check.ts";
import { composedIn, prometheusIn } from "./composed.ts";
import { foundAt } from "./finding.ts";

/** Rule files that the container of Prometheus does not see: a pattern without a file is no error, and there are no rules. */
export const rulesNotMounted: Check = {
  id: "rules-not-mounted",
  find: (subject) => {
    const [container] = prometheusIn(composedIn(subject));
    const config = container?.volumes
      .map(targetOf)
      .find((target) => /\.ya?ml$/.test(target) || target === "/etc/prometheus");
    // Without a mounted configuration it comes in another way, and so may the rules.
    if (!container || config === undefined) return [];
    const folder = config === "/etc/prometheus" ? config : posix.dirname(config);
    const mounts = container.volumes.map(targetOf);
    return subject.prometheus.flatMap(({ config: { ruleFiles }, source }) =>
      ruleFiles.flatMap((pattern, i) => {
        const wanted = posix.resolve(folder, pattern);
        // Of a pattern, the part before its first `*` has to lie in what is mounted, or what is mounted in it.
        const fixed = wanted.replace(/[*?[].*$/, "");
        if (mounts.some((mount) => fixed === mount || fixed.startsWith(`${mount}/`) || mount.startsWith(fixed)))
          return [];
        const message = `the container of Prometheus does not see \`${wanted}\`: it starts, without these rules`;
        return [foundAt(source, ["rule_files", i], {}, message, "mount it there, under `volumes` of the service")];
      }),
    );
  },
};

function targetOf(volume: string): string {
  const [, target = ""] = volume.split(":");
  return target.replace(/\/$/, "");
}
