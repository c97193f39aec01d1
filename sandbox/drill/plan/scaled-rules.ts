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
  /** Alerts that can't be scaled, and are not under test. */
  readonly refused: readonly string[];
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
  const refused: string[] = [];
  const fatal: Problem[] = [];
  for (const [index, file] of rules.entries()) {
    const scaled = scaledFile(file, factor, signals, recorded);
    const left = new Set<Rule>();
    for (const problem of scaled.refused) {
      const rule = ruleAt(file, problem.line);
      if (!rule || tested.includes(rule)) fatal.push(problem);
      else if (watched.includes(rule)) left.add(rule);
    }
    refused.push(...alertNames([...left]));
    const kept = watched.filter((rule) => rule.file === file.file && !left.has(rule));
    const about = scaled.notes.filter(({ line }) => kept.some((rule) => rule === ruleAt(file, line)));
    notes.push(...about.map(({ line, column, message }) => `${file.file}:${line}:${column}: ${message}`));
    if (kept.length > 0)
      texts[ruleFileName(index)] = withEvaluationMarker(
        scaled.text,
        new Set(kept.map((rule) => rule.name)),
        ruleFileName(index),
      );
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

/** Of the alerts among some rules. */
export function alertNames(rules: readonly Rule[]): string[] {
  return rules.filter((rule) => rule.kind === "alert").map((rule) => rule.name);
}

/** File names as Prometheus gets them: two folders may hold files of one name. */
export function ruleFileName(index: number): string {
  return `rules-${index}.yml`;
}
