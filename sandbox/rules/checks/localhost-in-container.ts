import type { Check } from "./check.ts";
import { composedIn, prometheusIn } from "./composed.ts";
import { foundAt } from "./finding.ts";
import { targetsIn } from "./targets.ts";

const itself = /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?|0\.0\.0\.0)$/;

/** A target on `localhost` of a Prometheus that runs in a container: there is nobody but itself. */
export const localhostInContainer: Check = {
  id: "localhost-in-container",
  find: (subject) => {
    const contained = prometheusIn(composedIn(subject)).filter(({ onHost }) => !onHost);
    if (contained.length === 0) return [];
    return targetsIn(subject)
      .filter(({ host, port }) => itself.test(host) && port !== "9090")
      .map(({ address, source, path }) => {
        const message = `\`${address}\` is Prometheus' own container, where nothing listens on it: \`up\` is 0 for good`;
        const fix = "name the service that is meant, as the compose file calls it; host.docker.internal is the machine";
        return foundAt(source, path, {}, message, fix);
      });
  },
};
