import { templateProblems } from "../go-template.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { alertsIn } from "./placed-rules.ts";

/** A text of an alert that Prometheus can't read, and refuses the whole file for. */
export const templateError: Check = {
  id: "template-error",
  find: (subject) =>
    alertsIn(subject).flatMap(({ rule, source, path }) =>
      (["labels", "annotations"] as const).flatMap((kind) =>
        Object.entries(rule[kind]).flatMap(([key, text]) =>
          templateProblems(text).map(({ offset, message }) => {
            const part = {
              from: offset,
              to: offset + (/^(?:\$?\w+|\S{1,2})/.exec(text.slice(offset))?.[0].length ?? 1),
            };
            const fix = "correct it: Prometheus refuses the whole file, as `promtool check rules` does";
            return foundAt(source, [...path, kind, key], part, message, fix);
          }),
        ),
      ),
    ),
};
