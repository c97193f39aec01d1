import type { Check } from "./check.ts";
import { composedIn } from "./composed.ts";
import { foundAt } from "./finding.ts";

/** An image without a version: another release with each pull. */
export const imageNotPinned: Check = {
  id: "image-not-pinned",
  find: (subject) =>
    composedIn(subject).flatMap(({ name, tag, image, source, path }) => {
      // A variable may bring its version with it.
      if (image === "" || image.endsWith("}") || (tag !== "" && tag !== "latest")) return [];
      const message = `\`${name}\` is another release with each pull, so that no two runs are the same`;
      return [foundAt(source, [...path, "image"], {}, message, "name a version, as prom/prometheus:v3.16.0")];
    }),
};
