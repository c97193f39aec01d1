import { comparisonOf } from "../comparison.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { alertsIn } from "./placed-rules.ts";

const percent = /\{\{[^}]*\$value[^}]*\}\}\s?%/;

/** A share of 0 to 1 that a text calls per cent. */
export const percentOfShare: Check = {
  id: "percent-of-share",
  find: (subject) =>
    alertsIn(subject).flatMap(({ rule, source, path }) => {
      const threshold = Math.abs(comparisonOf(rule.expr)?.threshold ?? 0);
      return Object.entries(rule.annotations).flatMap(([key, text]) => {
        const found = percent.exec(text);
        if (!found) return [];
        const part = { from: found.index, to: found.index + found[0].length };
        const at = (message: string, fix: string) => [
          foundAt(source, [...path, "annotations", key], part, message, fix),
        ];
        if (found[0].includes("humanizePercentage"))
          return at(
            "humanizePercentage writes the % itself, so that there are two",
            "remove the one that stands behind",
          );
        if (threshold === 0 || threshold >= 1) return [];
        const message = `the condition compares with ${threshold}, a share: 20 % would read as 0.2%`;
        return at(message, "write {{ $value | humanizePercentage }}");
      });
    }),
};
