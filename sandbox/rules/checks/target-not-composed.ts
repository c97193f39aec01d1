import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { notComposed } from "./not-composed.ts";

/** A target that the compose file does not start. */
export const targetNotComposed: Check = {
  id: "target-not-composed",
  find: (subject) =>
    notComposed(subject, "job").map(({ host, source, path }) => {
      const message = `the compose file starts no \`${host}\`: it is never scraped, and \`up\` is 0 for good`;
      return foundAt(source, path, {}, message, `add a service \`${host}\`, or remove the target`);
    }),
};
