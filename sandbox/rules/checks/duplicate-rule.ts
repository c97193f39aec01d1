import type { Rule } from "../rule-file.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { placedRules } from "./placed-rules.ts";

/** A rule that does what another does: the same series recorded twice, or the same condition under one severity. */
export const duplicateRule: Check = {
  id: "duplicate-rule",
  find: (subject) => {
    const seen = new Map<string, Rule>();
    return placedRules(subject).flatMap(({ rule, source, path }) => {
      const does = doing(rule);
      const first = seen.get(does);
      if (!first) {
        seen.set(does, rule);
        return [];
      }
      const { file, line, name } = first;
      const message =
        rule.kind === "record"
          ? `\`${name}\` is recorded at ${file}:${line} already, with the same labels: which of the two is seen is chance`
          : `\`${name}\` at ${file}:${line} has the same condition, \`for\` and labels: both fire together`;
      return [foundAt(source, [...path, rule.kind], {}, message, "keep one of the two")];
    });
  },
};

/** The same for rules that do the same. */
function doing({ kind, name, labels, expr, forMs }: Rule): string {
  const told = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(kind === "record" ? [kind, name, told] : [kind, told, expr.replaceAll(/\s+/g, ""), forMs]);
}
