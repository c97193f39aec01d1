import type { Problem } from "../errors.ts";
import { readRules, type Rule, type RuleFile } from "./rule-file.ts";
import type { Around, ScaleOptions } from "./scale-expr.ts";
import { type Note, Part } from "./scale-part.ts";
import type { Signals } from "./signals.ts";
import type { Path, YamlSource } from "./yaml-source.ts";

/** A rule, or a group with all its rules, that stands in the scaled text as it stood before. */
export interface Left {
  readonly path: Path;
  readonly why: readonly Problem[];
}

export interface ScaledRules {
  /** The file as it was, comments and order included, with other durations and corrected expressions. */
  readonly text: string;
  /** What a verdict hangs on: assumed signals, corrected functions, rounded durations. Sorted by place. */
  readonly notes: readonly Note[];
  /** Why some rules can't be scaled faithfully. Without `left` the whole file is wrong. */
  readonly refused: readonly Problem[];
  /** What is refused is left as it was. */
  readonly left: readonly Left[];
  /** Metrics recorded, and alerts, that are among what is left: `metric`, and `ALERTS Name`. */
  readonly unscaled: ReadonlySet<string>;
}

export interface FileOptions extends ScaleOptions {
  /** `unscaled` of other files: what reads it is refused. */
  readonly unscaled?: ReadonlySet<string>;
}

/**
 * Divides the production time of a rule file, or of a PrometheusRule, by k: ranges, offsets, subqueries, `for`,
 * `keep_firing_for`, `interval` and `query_offset` (a `limit` counts series, at any pace); and corrects what another pace
 * does to the values. `recorded`: metrics that rules of other files record.
 */
export function scaleRuleFile(
  file: string,
  text: string,
  k: number,
  signals: Signals,
  recorded: ReadonlySet<string> = new Set(),
  options: FileOptions = {},
): ScaledRules {
  const rules = readRules(file, text);
  const nothing = { notes: [], left: [], unscaled: new Set<string>() };
  if (rules.problems.length > 0 || k === 1) return { text, refused: rules.problems, ...nothing };
  const { source } = rules;
  const around = { ...options, k, signals, recorded: new Set([...recorded, ...recordedBy(rules)]) };
  const parts = rules.groups.flatMap((group, g) => {
    const path = [...rules.root, "groups", g];
    const whole = new Part(source, path, group.rules);
    for (const key of ["interval", "query_offset"]) whole.duration([...path, key], k);
    const each = group.rules.map((rule, r) => partOf(source, [...path, "rules", r], rule, around));
    // What is evaluated at another pace than the rest is of no use, whatever its rules say.
    return whole.refused.length > 0 ? [whole] : [whole, ...each];
  });
  const unscaled = spread(parts, options.unscaled ?? new Set());
  const left = parts.filter((part) => part.refused.length > 0);
  const done = parts.filter((part) => part.refused.length === 0);
  return {
    text: apply(text, done),
    notes: done.flatMap(({ notes }) => notes).toSorted((a, b) => a.line - b.line || a.column - b.column),
    refused: left.flatMap((part) => part.refused),
    left: left.map(({ path, refused }) => ({ path, why: refused })),
    unscaled,
  };
}

/** The metrics that a file's rules record. */
export function recordedBy(rules: RuleFile): string[] {
  return rules.groups.flatMap((group) => group.rules.flatMap((rule) => (rule.kind === "record" ? [rule.name] : [])));
}

function partOf(source: YamlSource, path: Path, rule: Rule, around: Omit<Around, "kind">): Part {
  const part = new Part(source, path, [rule]);
  for (const key of ["for", "keep_firing_for"]) part.duration([...path, key], around.k);
  part.expression([...path, "expr"], rule.expr, { ...around, kind: rule.kind });
  for (const [key, template] of Object.entries(rule.annotations)) part.queries([...path, "annotations", key], template);
  return part;
}

/** Refuses what reads something that is refused, and so on; gives all that is. */
function spread(parts: readonly Part[], before: ReadonlySet<string>): ReadonlySet<string> {
  const unscaled = new Set(before);
  for (let size = -1; size !== unscaled.size;) {
    size = unscaled.size;
    for (const part of parts) {
      if (part.refused.length === 0 && part.rule) part.reads(part.rule, unscaled);
      if (part.refused.length > 0) for (const rule of part.rules) unscaled.add(unscaledName(rule));
    }
  }
  return unscaled;
}

const unscaledName = ({ kind, name }: Rule): string => (kind === "record" ? name : `ALERTS ${name}`);

function apply(text: string, parts: readonly Part[]): string {
  const edits = new Map(parts.flatMap((part) => [...part.edits]));
  const written: string[] = [];
  let done = 0;
  for (const edit of [...edits.values()].flat().toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    written.push(text.slice(done, edit.from), edit.text);
    done = edit.to;
  }
  return written.join("") + text.slice(done);
}
