import { longestWindowMs, selectors } from "../../rules/promql.ts";
import type { Rule, RuleFile } from "../../rules/rule-file.ts";

/** Which rules a drill loads. */
export interface WatchedRules {
  /** The alert under test and all that it depends on; empty where the drill names no alert. */
  readonly tested: readonly Rule[];
  /** Those, and every other rule that needs no longer a history. */
  readonly watched: readonly Rule[];
  /** The alerts left out. */
  readonly notWatched: readonly string[];
  /** The longest window of the watched rules, in production milliseconds. */
  readonly windowMs: number;
}

/** An instant selector looks back so far for its last sample. */
const lookbackMs = 300_000;

/** A rule with longer windows than the alert under test would make the drill as slow as itself. Without an alert all are watched. */
export function watchedRules(files: readonly RuleFile[], alert: string | undefined): WatchedRules {
  const rules = files.flatMap((file) => file.groups.flatMap((group) => group.rules));
  const recorded = new Map<string, Rule[]>();
  for (const rule of rules)
    if (rule.kind === "record") recorded.set(rule.name, [...(recorded.get(rule.name) ?? []), rule]);
  const own = rules.filter((rule) => rule.kind === "alert" && rule.name === alert);
  const tested = alert === undefined ? [] : withDependencies(own, recorded);
  const limit = alert === undefined ? Infinity : Math.max(lookbackMs, ...own.map((rule) => windowOf(rule, recorded)));
  const watched = rules.filter((rule) => tested.includes(rule) || windowOf(rule, recorded) <= limit);
  return {
    tested,
    watched,
    notWatched: rules.filter((rule) => rule.kind === "alert" && !watched.includes(rule)).map((rule) => rule.name),
    windowMs: Math.max(0, ...watched.map((rule) => windowOf(rule, recorded))),
  };
}

type Recorded = ReadonlyMap<string, readonly Rule[]>;

function withDependencies(rules: readonly Rule[], recorded: Recorded): Rule[] {
  const found = new Set<Rule>();
  const seen = new Set<Rule>();
  const visit = (rule: Rule): void => {
    // Rules may read one another in a circle.
    if (seen.has(rule)) return;
    seen.add(rule);
    for (const one of needsOf(rule, recorded)) visit(one);
    found.add(rule);
  };
  rules.forEach(visit);
  return [...found];
}

function needsOf(rule: Rule, recorded: Recorded): readonly Rule[] {
  return selectors(rule.expr).flatMap(({ metric }) => (metric === undefined ? [] : (recorded.get(metric) ?? [])));
}

/** What a rule reads was itself computed over a window: they add up. */
function windowOf(rule: Rule, recorded: Recorded, above: readonly Rule[] = []): number {
  if (above.includes(rule)) return 0;
  const below = needsOf(rule, recorded).map((one) => windowOf(one, recorded, [...above, rule]));
  return longestWindowMs(rule.expr) + Math.max(0, ...below);
}
