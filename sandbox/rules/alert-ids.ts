import type { Rule } from "./rule-file.ts";

/**
 * What to call each alert among some rules: its name, and where several bear it, the labels that tell it from the others as
 * well: `DiskFull{severity="page"}`. Those that no label tells apart have one name.
 */
export function alertIds(rules: readonly Rule[]): ReadonlyMap<Rule, string> {
  return ruleIds(rules.filter(({ kind }) => kind === "alert"));
}

/** The same for rules that record, by the metric that each records. */
export function ruleIds(rules: readonly Rule[]): ReadonlyMap<Rule, string> {
  const byName = new Map<string, Rule[]>();
  for (const rule of rules) byName.set(rule.name, [...(byName.get(rule.name) ?? []), rule]);
  return new Map([...byName.values()].flatMap((alike) => alike.map((rule) => [rule, idOf(rule, alike)] as const)));
}

function idOf(rule: Rule, alike: readonly Rule[]): string {
  const others = alike.filter((one) => one !== rule);
  const own = Object.entries(rule.labels)
    .filter(([label, value]) => others.some((one) => one.labels[label] !== value))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const alone = own.find(([label, value]) => others.every((one) => one.labels[label] !== value));
  const telling = alone ? [alone] : own;
  if (telling.length === 0) return rule.name;
  return `${rule.name}{${telling.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(", ")}}`;
}

/** Alerts among all, by what they are called; those of one name by that alone, where each that bears it is among them. */
export function calledTogether(some: readonly Rule[], all: readonly Rule[]): string[] {
  const ids = alertIds(all);
  const others = new Set([...ids.keys()].filter((rule) => !some.includes(rule)).map(({ name }) => name));
  return [...new Set(some.flatMap((rule) => (others.has(rule.name) ? (ids.get(rule) ?? []) : rule.name)))];
}
