import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { alertsIn } from "./placed-rules.ts";

/** An alert that does not say what to do. */
export const runbookMissing: Check = {
  id: "runbook-missing",
  find: (subject) =>
    alertsIn(subject)
      .filter(({ rule }) => !Object.entries(rule.annotations).some(([name, text]) => /^runbook/i.test(name) && text))
      .map(({ rule, source, path }) => {
        const message = `\`${rule.name}\` does not say where to read on`;
        return foundAt(source, [...path, "alert"], {}, message, "add a `runbook_url`, under `annotations`");
      }),
};
