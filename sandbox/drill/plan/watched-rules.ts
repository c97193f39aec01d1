import { milliseconds } from "../../rules/duration.ts";
import { matches } from "../../rules/matchers.ts";
import { longestWindowMs, selectors } from "../../rules/promql.ts";
import type { Selector } from "../../rules/promql.ts";
import type { Rule, RuleFile } from "../../rules/rule-file.ts";
import { isUnderTest } from "../drill.ts";
import type { Drill } from "../drill.ts";

/** Which rules a drill loads. */
export interface WatchedRules {
  /** The alert under test and all that it depends on; empty where the drill names no alert. */
  readonly tested: readonly Rule[];
  /** Those, and every other alert that needs no longer a history, with what it depends on. */
  readonly watched: readonly Rule[];
  /** The alerts left out. */
  readonly notWatched: readonly Rule[];
  /** The longest window of the watched rules, in production milliseconds. */
  readonly windowMs: number;
}

/** An instant selector looks back so far for its last sample. */
const lookbackMs = 300_000;

/**
 * A rule with longer windows than the alert under test would make the drill as slow as itself. Without an alert it is the
 * time of the drill that is the measure: nothing can be said in a quarter of an hour of a rule that looks back for days.
 * One that has no end watches everything. Of several alerts of one name only those under test are loaded: what fires bears the name alone.
 */
export function watchedRules(files: readonly RuleFile[], drill: Wanted): WatchedRules {
  const rules = files.flatMap((file) => file.groups.flatMap((group) => group.rules));
  const recorded = new Map<string, Rule[]>();
  for (const rule of rules)
    if (rule.kind === "record") recorded.set(rule.name, [...(recorded.get(rule.name) ?? []), rule]);
  const own = rules.filter((rule) => isUnderTest(drill, rule));
  const tested = withDependencies(own, recorded);
  if (drill.alert === undefined && timesOf(drill).length === 0)
    return {
      tested,
      watched: rules,
      notWatched: [],
      windowMs: Math.max(0, ...rules.map((rule) => windowOf(rule, recorded))),
    };
  const limit = Math.max(lookbackMs, ...own.map((rule) => windowOf(rule, recorded)), ...timesOf(drill));
  const along = rules.filter(
    (rule) => rule.kind === "alert" && rule.name !== drill.alert && windowOf(rule, recorded) <= limit,
  );
  const loaded = new Set([...tested, ...withDependencies(along, recorded)]);
  const watched = rules.filter((rule) => loaded.has(rule));
  return {
    tested,
    watched,
    notWatched: rules.filter((rule) => rule.kind === "alert" && !loaded.has(rule)),
    windowMs: Math.max(0, ...watched.map((rule) => windowOf(rule, recorded))),
  };
}

type Wanted = Pick<Drill, "alert" | "labels" | "watch" | "fault">;

/** How long a drill without an alert goes on; empty: for ever. */
function timesOf({ alert, watch, fault }: Wanted): number[] {
  if (alert !== undefined) return [];
  const { lasts, repeat } = fault ?? {};
  return [
    ...[watch, lasts].flatMap((one) => (one === undefined ? [] : milliseconds(one))),
    ...(repeat ? [repeat.times * (milliseconds(repeat.on) + milliseconds(repeat.off))] : []),
  ];
}

type Recorded = ReadonlyMap<string, readonly Rule[]>;

interface Parsed {
  readonly selectors: readonly Selector[];
  readonly windowMs: number;
}

/** Each drill asks for the windows of all rules, and one rule for those of what it reads. */
const known = new WeakMap<Rule, Parsed>();

function parsed(rule: Rule): Parsed {
  const found = known.get(rule) ?? { selectors: selectors(rule.expr), windowMs: longestWindowMs(rule.expr) };
  known.set(rule, found);
  return found;
}

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
  return parsed(rule).selectors.flatMap((selector) =>
    selector.metric === undefined
      ? []
      : (recorded.get(selector.metric) ?? []).filter((one) => maySelect(selector, one)),
  );
}

/** Several rules may record one metric, each with labels of its own. Of labels that a rule does not set nothing is known. */
function maySelect({ matchers }: Selector, { labels }: Rule): boolean {
  return matchers.every((matcher) => labels[matcher.label] === undefined || matches(matcher, labels));
}

/** What a rule reads was itself computed over a window: they add up. */
function windowOf(rule: Rule, recorded: Recorded, above: readonly Rule[] = []): number {
  if (above.includes(rule)) return 0;
  const below = needsOf(rule, recorded).map((one) => windowOf(one, recorded, [...above, rule]));
  return parsed(rule).windowMs + Math.max(0, ...below);
}
