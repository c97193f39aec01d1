import type { SyntaxNode } from "@lezer/common";
import { formatDuration } from "./duration.ts";
import { durationOf } from "./promql-duration.ts";
import type { ExprProblem } from "./promql-problem.ts";
import { modified, modifiers } from "./promql-types.ts";
import type { Correction } from "./scale-effects.ts";
import { wholeMs } from "./whole-ms.ts";

/** Replaces what stands from `from` to `to`; positions count from 0 in the expression. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Of what replaces nothing: it belongs to what follows, which may stand on the next line, and not to what is before. */
  readonly before?: true;
}

/** What a reader of the verdict should know, and of which sort it is. */
export interface ExprNote extends ExprProblem {
  readonly what: "corrected" | "assumed" | "rounded" | "stated";
}

export interface ScaledExpr {
  readonly edits: readonly Edit[];
  readonly notes: readonly ExprNote[];
  /** Why it can't be scaled faithfully; then the edits are of no use. */
  readonly refused: readonly ExprProblem[];
}

/** What is to be changed in one expression, and said about it, while somebody walks over its tree. */
export class ExprEdits implements ScaledExpr {
  readonly edits: Edit[] = [];
  readonly notes: ExprNote[] = [];
  readonly refused: ExprProblem[] = [];
  readonly #text: string;
  readonly #k: number;
  readonly #evaluationMs: number | undefined;

  /** `evaluationMs`: the step to write into a subquery that names none; it is left out as well where this is. */
  constructor(text: string, k: number, evaluationMs?: number) {
    this.#text = text;
    this.#k = k;
    this.#evaluationMs = evaluationMs;
  }

  /** Ranges, steps and offsets become shorter; `@` with a fixed time is refused. */
  modifiers(node: SyntaxNode): void {
    const durations = [...node.getChildren("DurationExpr"), ...node.getChildren("OffsetDurationExpr")];
    for (const duration of durations) this.#shorten(duration);
    if (node.name === "SubqueryExpr" && durations.length === 1) this.#addStep(node);
    if (node.name === "StepInvariantExpr" && !node.getChild("AtModifierPreprocessors"))
      this.refuse(
        node.getChild("At") ?? node,
        "`@` names a fixed time: a moment of production's clock is not one of the scaled run's",
      );
  }

  #shorten(duration: SyntaxNode): void {
    const shown = `\`${this.slice(duration)}\``;
    const ms = durationOf(duration, this.#text);
    if (ms === 0) return;
    if (ms === undefined) return this.refuse(duration, `${shown} depends on how the query is run; write a duration`);
    const text = this.#divided(duration, shown, Math.abs(ms));
    if (text !== undefined) this.edits.push({ from: duration.from, to: duration.to, text: (ms < 0 ? "-" : "") + text });
  }

  /** Without a step a subquery has the evaluation interval's, which another pace may not divide alike. */
  #addStep(subquery: SyntaxNode): void {
    const ms = this.#evaluationMs;
    if (ms === undefined) return;
    const shown = `the step that a subquery has where it names none, ${formatDuration(ms)},`;
    const text = this.#divided(subquery, shown, ms);
    if (text === undefined) return;
    this.edits.push({ from: subquery.to - 1, to: subquery.to - 1, text });
    this.note(subquery, "stated", `${shown} divided by ${this.#k} is written out`);
  }

  #divided(at: SyntaxNode, shown: string, ms: number): string | undefined {
    const k = this.#k;
    const whole = wholeMs(ms, k);
    if (!whole) {
      this.refuse(at, `${shown} divided by ${k} is not a whole number of milliseconds; choose another factor`);
      return undefined;
    }
    const text = formatDuration(whole.ms);
    if (!whole.exact) this.note(at, "rounded", `${shown} divided by ${k} is rounded up to ${text}`);
    return text;
  }

  correct(node: SyntaxNode, how: Correction, message: string): void {
    // Once more in parentheses, since what stands around may bind more closely.
    const end = endOf(node);
    this.edits.push(
      { from: node.from, to: node.from, text: "((", before: true },
      { from: end, to: end, text: `) ${how.slice(0, 1)} ${this.factor(how)})` },
    );
    this.note(node, "corrected", message);
  }

  factor(how: Correction): number {
    return how === "* k²" ? this.#k ** 2 : this.#k;
  }

  note(node: SyntaxNode, what: ExprNote["what"], message: string): void {
    this.notes.push({ offset: node.from, what, message });
  }

  refuse(node: SyntaxNode, message: string): void {
    this.refused.push({ offset: node.from, message });
  }

  slice(node: SyntaxNode): string {
    return this.#text.slice(node.from, node.to);
  }
}

/** With a modifier of the last operand: that of `a - b offset 5m` stands above the difference in the tree. */
function endOf(node: SyntaxNode): number {
  let end = node.to;
  for (let up = node.parent; up; up = up.parent) {
    const target = modifiers.has(up.name) ? modified(up) : undefined;
    if (target && target.from >= node.from && target.to <= node.to) end = Math.max(end, up.to);
  }
  return end;
}
