import type { Problem } from "../errors.ts";
import { formatDuration, parseDuration } from "./duration.ts";
import { readRuleFile, type RuleFile } from "./rule-file.ts";
import type { Edit } from "./scale-edits.ts";
import { type Around, scaleExpr, type ScaleOptions } from "./scale-expr.ts";
import type { Signals } from "./signals.ts";
import { wholeMs } from "./whole-ms.ts";
import type { Path, Place, YamlSource } from "./yaml-source.ts";

export interface Note extends Place {
  readonly message: string;
}

export interface ScaledRules {
  /** The file as it was, comments and order included, with other durations and corrected expressions. */
  readonly text: string;
  /** What a verdict hangs on: assumed signals, corrected functions, rounded durations. Sorted by place. */
  readonly notes: readonly Note[];
  /** Rules that can't be scaled faithfully, and why; `text` is of use only where this is empty. */
  readonly refused: readonly Problem[];
}

/**
 * Divides the production time of a rule file by k: ranges, offsets, subqueries, `for`, `keep_firing_for`, `interval` and
 * `query_offset`; and corrects what another pace does to the values. `recorded`: metrics that rules of other files record.
 */
export function scaleRuleFile(
  file: string,
  text: string,
  k: number,
  signals: Signals,
  recorded: ReadonlySet<string> = new Set(),
  options: ScaleOptions = {},
): ScaledRules {
  const rules = readRuleFile(file, text);
  if (rules.problems.length > 0 || k === 1) return { text, notes: [], refused: rules.problems };
  const names = new Set([...recorded, ...recordedBy(rules)]);
  const scaler = {
    source: rules.source,
    k,
    edits: [],
    edited: new Set<number>(),
    notes: [],
    refused: [],
  } satisfies Scaler as Scaler;
  for (const [g, group] of rules.groups.entries()) {
    for (const key of ["interval", "query_offset"]) scaleDuration(scaler, ["groups", g, key]);
    for (const [r, rule] of group.rules.entries()) {
      const path = ["groups", g, "rules", r];
      for (const key of ["for", "keep_firing_for"]) scaleDuration(scaler, [...path, key]);
      scaleExpression(scaler, [...path, "expr"], rule.expr, {
        ...options,
        k,
        signals,
        recorded: names,
        kind: rule.kind,
      });
      for (const [key, template] of Object.entries(rule.annotations))
        noteQueries(scaler, [...path, "annotations", key], template);
    }
  }
  return {
    text: apply(text, scaler.edits),
    notes: scaler.notes.toSorted((a, b) => a.line - b.line || a.column - b.column),
    refused: scaler.refused,
  };
}

/** The metrics that a file's rules record. */
export function recordedBy(rules: RuleFile): string[] {
  return rules.groups.flatMap((group) => group.rules.flatMap((rule) => (rule.kind === "record" ? [rule.name] : [])));
}

interface Scaler {
  readonly source: YamlSource;
  readonly k: number;
  /** In offsets of the file. */
  readonly edits: Edit[];
  /** Where the values begin that have been edited. */
  readonly edited: Set<number>;
  readonly notes: Note[];
  readonly refused: Problem[];
}

function scaleDuration(scaler: Scaler, path: Path): void {
  const { source, k } = scaler;
  const shown = source.written(path);
  const ms = parseDuration(shown ?? "");
  if (shown === undefined || ms === undefined || ms === 0) return;
  const whole = wholeMs(ms, k);
  if (!whole) {
    scaler.refused.push(
      source.problemAt(path, `${shown} divided by ${k} is not a whole number of milliseconds; choose another factor`),
    );
    return;
  }
  const scaled = formatDuration(whole.ms);
  if (!whole.exact)
    scaler.notes.push({ ...source.place(path), message: `${shown} divided by ${k} is rounded up to ${scaled}` });
  placeAll(scaler, path, [{ from: 0, to: shown.length, text: scaled }]);
}

function scaleExpression(scaler: Scaler, path: Path, expr: string, around: Around): void {
  const { edits, notes, refused } = scaleExpr(expr, around);
  for (const { offset, message } of notes) scaler.notes.push({ ...scaler.source.locate(path, offset), message });
  for (const { offset, message } of refused) scaler.refused.push(scaler.source.problemIn(path, offset, message));
  if (refused.length === 0) placeAll(scaler, path, edits);
}

/** What an anchor stands for is edited once, though several values are its. */
function placeAll(scaler: Scaler, path: Path, edits: readonly Edit[]): void {
  const at = scaler.source.offsetIn(path, 0);
  if (at !== undefined && scaler.edited.has(at)) return;
  if (at !== undefined) scaler.edited.add(at);
  for (const edit of edits) place(scaler, path, edit);
}

/** From positions in a value to offsets in the file. What ends a line there must not take the line's end with it. */
function place(scaler: Scaler, path: Path, edit: Edit): void {
  const from = edit.from === edit.to && edit.from > 0 ? undefined : scaler.source.offsetIn(path, edit.from);
  const last = scaler.source.offsetIn(path, Math.max(edit.to - 1, 0));
  if (last === undefined)
    scaler.refused.push(
      scaler.source.problemAt(
        path,
        "this text is written in a way that can't be edited in place; write it on one line or as a block (`|`)",
      ),
    );
  else scaler.edits.push({ from: from ?? last + 1, to: edit.to === 0 ? (from ?? 0) : last + 1, text: edit.text });
}

/** An annotation may ask Prometheus on its own (`{{ query "…" }}`), and does so at the pace of production. */
function noteQueries(scaler: Scaler, path: Path, template: string): void {
  if (!/\{\{[^}]*\bquery\b/.test(template)) return;
  const message = "the annotation runs a query of its own, which is not scaled: its text may differ from production's";
  scaler.notes.push({ ...scaler.source.place(path), message });
}

function apply(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const edit of edits.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    parts.push(text.slice(done, edit.from), edit.text);
    done = edit.to;
  }
  return parts.join("") + text.slice(done);
}
