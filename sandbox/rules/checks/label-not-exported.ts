import { selectors } from "../promql.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { knownLabels } from "./known-labels.ts";
import { meantBy } from "./meant-by.ts";

/** A label is asked for that the metric does not have. */
export const labelNotExported: Check = {
  id: "label-not-exported",
  find: (subject) => {
    const known = knownLabels(subject);
    return subject.expressions.flatMap(({ text, source, path }) =>
      selectors(text).flatMap(({ metric, matchers, offset }) => {
        const labels = metric === undefined ? undefined : known.labelsOf(metric);
        if (!labels) return [];
        return matchers
          .filter(({ label, op, value }) => !labels.has(label) && label !== "quantile" && !(op === "=" && value === ""))
          .map(({ label, op }) => {
            const from = Math.max(text.indexOf(label, offset + (metric?.length ?? 0)), offset);
            const what = op === "=" || op === "=~" ? "this never has a value" : "this leaves nothing out";
            const message = `\`${metric}\` has no label \`${label}\`, so ${what}`;
            const meant = meantBy(label, labels);
            const fix = meant === undefined ? `it has ${[...labels].join(", ")}` : `did you mean \`${meant}\`?`;
            return foundAt(source, path, { from, to: from + label.length }, message, fix);
          });
      }),
    );
  },
};
