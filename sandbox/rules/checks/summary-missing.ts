import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { alertsIn } from "./placed-rules.ts";

const sentences = ["summary", "description", "message", "title"];

/** An alert that says nothing but its name. */
export const summaryMissing: Check = {
  id: "summary-missing",
  find: (subject) =>
    alertsIn(subject)
      .filter(({ rule }) => !sentences.some((name) => rule.annotations[name]))
      .map(({ rule, source, path }) => {
        const message = `\`${rule.name}\` has no annotation that says what is wrong`;
        return foundAt(source, [...path, "alert"], {}, message, "add a `summary`, under `annotations`");
      }),
};
