import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";

/** `version` in a compose file, which Compose no longer reads. */
export const composeVersion: Check = {
  id: "compose-version",
  find: ({ compose }) =>
    compose.flatMap((source) => {
      if ((source.value as { readonly version?: unknown }).version === undefined) return [];
      const message = "`version` is obsolete: Compose warns of it, and leaves it aside";
      return [foundAt(source, ["version"], { key: true }, message, "remove the line")];
    }),
};
