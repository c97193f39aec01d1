import { selectors } from "./promql.ts";
import type { Rule } from "./rule-file.ts";

/** How rules build on one another. */
export interface RuleOrder {
  /** Names of their groups: none reads what a later one records, but in a circle. */
  readonly groups: readonly string[];
  /** How many evaluations a sample passes until the last of them shows it: 1 where none reads another. */
  readonly hops: number;
}

/** Of the same rules always the same, whatever order they came in but for what does not depend on it. */
export function ruleOrder(rules: readonly Rule[]): RuleOrder {
  const needs = new Map(rules.map((rule) => [rule, neededBy(rule, rules)]));
  const hopsOf = (rule: Rule, above: readonly Rule[]): number => {
    const below = (needs.get(rule) ?? []).filter((one) => !above.includes(one) && one !== rule);
    return 1 + Math.max(0, ...below.map((one) => hopsOf(one, [...above, rule])));
  };
  const groups = new Set<string>();
  const seen = new Set<string>();
  const visit = (group: string): void => {
    if (seen.has(group)) return;
    seen.add(group);
    for (const rule of rules) if (rule.group === group) for (const one of needs.get(rule) ?? []) visit(one.group);
    groups.add(group);
  };
  for (const rule of rules) visit(rule.group);
  return { groups: [...groups], hops: Math.max(1, ...rules.map((rule) => hopsOf(rule, []))) };
}

function neededBy(rule: Rule, rules: readonly Rule[]): Rule[] {
  const read = new Set(selectors(rule.expr).map(({ metric }) => metric));
  const asked = (one: Rule): string => (one.kind === "alert" ? "ALERTS" : one.name);
  return rules.filter((one) => read.has(asked(one)));
}
