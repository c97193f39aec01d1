import { inputError } from "../../errors.ts";
import type { Problem } from "../../errors.ts";
import type { Rule, RuleFile } from "../../rules/rule-file.ts";
import type { Signals } from "../../rules/signals.ts";
import { recordedBy, scaleRuleFile } from "../../rules/scale.ts";
import { withEvaluationMarker } from "../../services/evaluation-marker.ts";
import type { Fixtures } from "../read/fixtures.ts";

/** Rule files as they run: the watched rules, scaled. */
export interface ScaledRules {
  readonly texts: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  /** Rules that can't be scaled, and are not under test. */
  readonly refused: readonly Rule[];
}

/** Rejects (`input`) where a rule under test can not be scaled faithfully. */
export function scaledRules(
  { rules, signals }: Fixtures,
  factor: number,
  tested: readonly Rule[],
  watched: readonly Rule[],
): ScaledRules {
  const recorded = new Set(rules.flatMap(recordedBy));
  const texts: Record<string, string> = {};
  const notes: string[] = [];
  const refused: Rule[] = [];
  const fatal: Problem[] = [];
  for (const [index, file] of rules.entries()) {
    // Scaling is the longest part of a plan; most files of a large configuration have nothing to do with most drills.
    if (!watched.some((rule) => rule.file === file.file)) continue;
    const scaled = scaledFile(file, factor, signals, recorded);
    const left = new Set<Rule>();
    for (const problem of scaled.refused) {
      const rule = ruleAt(file, problem.line);
      if (!rule || tested.includes(rule)) fatal.push(problem);
      else if (watched.includes(rule)) left.add(rule);
    }
    refused.push(...left);
    const kept = new Set(watched.filter((rule) => rule.file === file.file && !left.has(rule)));
    const about = scaled.notes.filter(({ line }) => holds(kept, ruleAt(file, line)));
    notes.push(...about.map(({ line, column, message }) => `${file.file}:${line}:${column}: ${message}`));
    if (kept.size > 0)
      texts[ruleFileName(index)] = withEvaluationMarker(scaled.text, placesOf(file, kept), ruleFileName(index));
  }
  if (fatal.length > 0) throw inputError(fatal);
  return { texts, notes, refused };
}

const done = new WeakMap<
  RuleFile,
  { readonly of: string; readonly signals: Signals; readonly scaled: ReturnType<typeof scaleRuleFile> }
>();

/** A file that one drill after another asks for at the same pace is scaled once. */
function scaledFile(
  file: RuleFile,
  factor: number,
  signals: Signals,
  recorded: ReadonlySet<string>,
): ReturnType<typeof scaleRuleFile> {
  const of = JSON.stringify([factor, ...recorded]);
  const before = done.get(file);
  if (before?.of === of && before.signals === signals) return before.scaled;
  const scaled = scaleRuleFile(file.file, file.text, factor, signals, recorded);
  done.set(file, { of, signals, scaled });
  return scaled;
}

/** The rule that a line belongs to: the last that begins at or above it. */
function ruleAt(file: RuleFile, line: number): Rule | undefined {
  return file.groups
    .flatMap((group) => group.rules)
    .filter((rule) => rule.line <= line)
    .toSorted((a, b) => b.line - a.line)[0];
}

function holds(rules: ReadonlySet<Rule>, rule: Rule | undefined): boolean {
  return rule !== undefined && rules.has(rule);
}

/** The places of some rules in their file: `0/2` is the third of the first group. */
export function placesOf({ groups }: RuleFile, some: ReadonlySet<Rule>): ReadonlySet<string> {
  return new Set(groups.flatMap(({ rules }, g) => rules.flatMap((rule, r) => (some.has(rule) ? [`${g}/${r}`] : []))));
}

/** File names as Prometheus gets them: two folders may hold files of one name. */
export function ruleFileName(index: number): string {
  return `rules-${index}.yml`;
}
