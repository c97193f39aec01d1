import { matches } from "../matchers.ts";
import { nearest } from "../nearest.ts";
import { selectors } from "../promql.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { knownLabels } from "./known-labels.ts";
import type { Subject } from "./subject.ts";

/** A value is asked for that the label never has. */
export const labelValueUnknown: Check = {
  id: "label-value-unknown",
  find: (subject) => {
    const known = knownLabels(subject);
    const jobs = jobsIn(subject);
    return subject.expressions.flatMap(({ text, source, path }) =>
      selectors(text).flatMap(({ metric = "", matchers, offset }) =>
        matchers.flatMap((matcher) => {
          const { label, op, value } = matcher;
          const values = label === "job" ? jobs : known.valuesOf(metric, label);
          if (!values || (op !== "=" && op !== "=~") || matches(matcher, {})) return [];
          if (values.some((one) => matches(matcher, { [label]: one }))) return [];
          const from = Math.max(text.indexOf(value, text.indexOf(label, offset)), offset);
          const message = `\`${label}\` is never ${op === "=" ? `"${value}"` : `what \`${value}\` matches`}, so this never has a value`;
          const meant = op === "=" ? nearest(value, values) : undefined;
          const fix = meant === undefined ? `it is one of ${values.join(", ")}` : `did you mean "${meant}"?`;
          return [foundAt(source, path, { from, to: from + value.length }, message, fix)];
        }),
      ),
    );
  },
};

/** Undefined where a job may call itself anything. */
function jobsIn({ prometheus }: Subject): string[] | undefined {
  const jobs = prometheus.flatMap(({ config }) => config.jobs);
  const anyName = jobs.some(
    ({ raw }) => raw["honor_labels"] === true || JSON.stringify(raw).includes('"target_label":"job"'),
  );
  return jobs.length === 0 || anyName ? undefined : jobs.map(({ name }) => name);
}
