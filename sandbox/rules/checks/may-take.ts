import { matches } from "../matchers.ts";
import type { LabelMatcher } from "../matchers.ts";
import type { Rule } from "../rule-file.ts";

/** Whether an alert may meet matchers of Alertmanager: labels that the rule does not set come from its series, and may be anything. */
export function mayTake(rule: Rule, matchers: readonly LabelMatcher[]): boolean {
  const labels: Readonly<Record<string, string>> = { ...rule.labels, alertname: rule.name };
  return matchers.every((one) => {
    const value = labels[one.label];
    return value === undefined || value.includes("{{") || matches(one, labels);
  });
}
