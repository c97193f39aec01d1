import type { InhibitRule } from "../alertmanager-config.ts";
import type { KnownLabels } from "../label-shape.ts";
import { shapeOf } from "../label-shape.ts";
import { mayHave } from "../label-shapes.ts";
import { operands } from "../promql-types.ts";
import { parseExpr } from "../promql.ts";
import type { Rule } from "../rule-file.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { knownLabels } from "./known-labels.ts";
import { mayTake } from "./may-take.ts";
import { alertsIn } from "./placed-rules.ts";

/** An inhibition that no alert sets off, that silences none, or whose `equal` labels are never equal. */
export const inhibitionNeverMatches: Check = {
  id: "inhibition-never-matches",
  find: (subject) => {
    const rules = alertsIn(subject).map(({ rule }) => rule);
    const known = knownLabels(subject);
    if (rules.length === 0) return [];
    return subject.alertmanager.flatMap(({ config, source }) =>
      config.inhibitRules.flatMap((one, i) => {
        const why = whyNever(one, rules, known);
        if (why === undefined) return [];
        const fix = "name alerts that there are, and labels that both of them have; or remove it";
        return [foundAt(source, ["inhibit_rules", i], {}, `this silences nothing: ${why}`, fix)];
      }),
    );
  },
};

function whyNever(
  { source, target, equal }: InhibitRule,
  rules: readonly Rule[],
  known: KnownLabels,
): string | undefined {
  const sources = rules.filter((rule) => mayTake(rule, source));
  const targets = rules.filter((rule) => mayTake(rule, target));
  if (sources.length === 0) return "no alert is what its source matches";
  if (targets.length === 0) return "no alert is what its target matches";
  const never = equal.find((label) =>
    sources.every((a) => targets.every((b) => a === b || differ(labelOf(a, label, known), labelOf(b, label, known)))),
  );
  return never === undefined ? undefined : `\`${never}\` is never the same in both`;
}

/** A text: its value; true: it surely has one; false: it has none; undefined: it may. */
type Label = string | boolean | undefined;

function labelOf(rule: Rule, label: string, known: KnownLabels): Label {
  const own = label === "alertname" ? rule.name : rule.labels[label];
  if (own !== undefined) return own.includes("{{") ? undefined : own;
  const [condition] = operands(parseExpr(rule.expr).tree.topNode);
  const shape = condition && shapeOf(condition, rule.expr, known);
  if (!shape) return false;
  return shape.fixed.get(label) ?? (mayHave(shape, label) ? (shape.only ? true : undefined) : false);
}

/** Where neither has it, Alertmanager takes them for equal. */
function differ(a: Label, b: Label): boolean {
  if (a === undefined || b === undefined || (a === true && b === true)) return false;
  if (typeof a === "string" && typeof b === "string") return a !== b;
  return (a === false) !== (b === false);
}
