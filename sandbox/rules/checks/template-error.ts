import { templateProblems } from "../go-template.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { alertsIn } from "./placed-rules.ts";

/** A text of an alert that Prometheus can't fill in: it says so in place of the text, when it fires. */
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
            const fix = "Prometheus would show an error in place of this text: `promtool check rules` says the same";
            return foundAt(source, [...path, kind, key], part, message, fix);
          }),
        ),
      ),
    ),
};
