import { ruleIds } from "../alert-ids.ts";
import { parseExpr, selectors } from "../promql.ts";
import type { Rule, RuleFile } from "../rule-file.ts";
import type { Path, Place } from "../yaml-source.ts";
import { aggregationChanges } from "./aggregation.ts";
import type { Change, Operator } from "./change.ts";
import { comparisons } from "./comparison.ts";
import { functionChanges } from "./function.ts";
import { groupingChanges, matchingChanges } from "./grouping.ts";
import { holdChanges } from "./hold.ts";
import { matcherChanges } from "./matcher.ts";
import { quantileChanges } from "./quantile.ts";
import { sideChanges } from "./side.ts";
import { swapChanges } from "./swap.ts";
import { thresholdChanges } from "./threshold.ts";
import { windowChanges } from "./window.ts";

const operators = {
  comparison: comparisons,
  threshold: thresholdChanges,
  matcher: matcherChanges,
  aggregation: aggregationChanges,
  grouping: groupingChanges,
  matching: matchingChanges,
  function: functionChanges,
  quantile: quantileChanges,
  window: windowChanges,
  side: sideChanges,
  swap: swapChanges,
} as const satisfies Readonly<Record<string, Operator>>;

/** A rule with one small mistake in it, that a test should notice. `line` and `column` are where the mistake is. */
export interface Mutant extends Place {
  readonly file: string;
  /** The rule as it is, and what it is called among all. */
  readonly rule: Rule;
  readonly id: string;
  readonly operator: keyof typeof operators | "for";
  /** `> 0.05 → > 0.1`; no two of one rule have the same. */
  readonly what: string;
  /** Which test would tell it from the rule, as the end of "add a test with …". */
  readonly test: string;
  /** By how much a number is off: 2, 0.5, 1.1; 0: dropped. */
  readonly factor?: number;
  /** The value that the mistake is in, and which part of it becomes what. */
  readonly path: Path;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** As a whole, what is not the rule's own. */
  readonly changed: { readonly expr: string } | { readonly for: string } | { readonly keep_firing_for: string };
}

/**
 * Every mutant of every alert of some rule files, and of the rules that alerts stand on; in the order in which they stand.
 * Pure. Of a file that is wrong none, and none that would itself be wrong.
 */
export function mutantsOf(files: readonly RuleFile[]): Mutant[] {
  const right = files.filter(({ problems }) => problems.length === 0);
  const all = right.flatMap(({ groups }) => groups.flatMap(({ rules }) => rules));
  const ids = ruleIds(all);
  const needed = standing(all);
  return right.flatMap((file) =>
    file.groups.flatMap((group, g) =>
      group.rules.flatMap((rule, r) =>
        needed.has(rule) ? told(ofRule(file, rule, [...file.root, "groups", g, "rules", r], ids.get(rule) ?? "")) : [],
      ),
    ),
  );
}

function ofRule(file: RuleFile, rule: Rule, path: Path, id: string): Mutant[] {
  const common = { file: file.file, rule, id };
  const exprPath = [...path, "expr"];
  const ofExpr = changesOf(rule.expr).map(([operator, change]): Mutant => ({
    ...common,
    operator,
    ...file.source.locate(exprPath, change.from),
    path: exprPath,
    ...change,
    changed: { expr: changedExpr(rule.expr, change) },
  }));
  const ofHolds = (["for", "keep_firing_for"] as const).flatMap((key) => {
    const at = [...path, key];
    const was = file.source.written(at) ?? "";
    return holdChanges(key, was).map((change): Mutant => ({
      ...common,
      operator: "for",
      ...file.source.place(at),
      path: at,
      from: 0,
      to: was.length,
      ...change,
      changed: key === "for" ? { for: change.text } : { keep_firing_for: change.text },
    }));
  });
  return [...ofExpr, ...(rule.kind === "alert" ? ofHolds : [])];
}

function changesOf(expr: string): [keyof typeof operators, Change][] {
  const found: [keyof typeof operators, Change][] = [];
  const seen = new Set([expr]);
  parseExpr(expr).tree.iterate({
    enter: ({ node }) => {
      for (const [name, operator] of Object.entries(operators) as [keyof typeof operators, Operator][])
        for (const change of operator(node, expr)) {
          const text = changedExpr(expr, change);
          // Two operators may make the same of it.
          if (seen.has(text) || parseExpr(text).problems.length > 0) continue;
          seen.add(text);
          found.push([name, change]);
        }
    },
  });
  return found;
}

const changedExpr = (expr: string, { from, to, text }: Change): string => expr.slice(0, from) + text + expr.slice(to);

/** The same mistake at two places has two names. */
function told(mutants: readonly Mutant[]): Mutant[] {
  const counts = new Map<string, number>();
  return mutants.map((mutant) => {
    const count = (counts.get(mutant.what) ?? 0) + 1;
    counts.set(mutant.what, count);
    return count === 1 ? mutant : { ...mutant, what: `${mutant.what} (${count})` };
  });
}

/** The alerts, and whatever records a metric that one of them reads, by however many steps. */
function standing(rules: readonly Rule[]): ReadonlySet<Rule> {
  const found = new Set<Rule>();
  const take = (rule: Rule): void => {
    if (found.has(rule)) return;
    found.add(rule);
    const read = new Set(selectors(rule.expr).map(({ metric }) => metric));
    for (const other of rules) if (other.kind === "record" && read.has(other.name)) take(other);
  };
  for (const rule of rules) if (rule.kind === "alert") take(rule);
  return found;
}
