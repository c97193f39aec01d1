import type { Problem } from "../errors.ts";
import { formatDuration, parseDuration } from "./duration.ts";
import { selectors } from "./promql.ts";
import type { Rule } from "./rule-file.ts";
import type { Edit, ExprNote } from "./scale-edits.ts";
import { type Around, scaleExpr } from "./scale-expr.ts";
import { wholeMs } from "./whole-ms.ts";
import type { Path, Place, YamlSource } from "./yaml-source.ts";

export interface Note extends Place {
  readonly what: ExprNote["what"];
  readonly message: string;
}

/** What is scaled or left together: a rule, or what a group says of all of its rules. */
export class Part {
  /** In offsets of the file, by where the value begins that they change: what an anchor stands for is edited once. */
  readonly edits = new Map<number, readonly Edit[]>();
  readonly notes: Note[] = [];
  readonly refused: Problem[] = [];
  readonly path: Path;
  readonly rules: readonly Rule[];
  readonly #source: YamlSource;

  constructor(source: YamlSource, path: Path, rules: readonly Rule[]) {
    this.#source = source;
    this.path = path;
    this.rules = rules;
  }

  duration(path: Path, k: number): void {
    const shown = this.#source.written(path);
    const ms = parseDuration(shown ?? "");
    if (shown === undefined || ms === undefined || ms === 0) return;
    const whole = wholeMs(ms, k);
    if (!whole) {
      const message = `${shown} divided by ${k} is not a whole number of milliseconds; choose another factor`;
      this.refused.push(this.#source.problemAt(path, message));
      return;
    }
    const scaled = formatDuration(whole.ms);
    if (!whole.exact)
      this.#note(this.#source.place(path), "rounded", `${shown} divided by ${k} is rounded up to ${scaled}`);
    this.#change(path, [{ from: 0, to: shown.length, text: scaled }]);
  }

  expression(path: Path, expr: string, around: Around): void {
    const { edits, notes, refused } = scaleExpr(expr, around);
    for (const { offset, what, message } of notes) this.#note(this.#source.locate(path, offset), what, message);
    for (const { offset, message } of refused) this.refused.push(this.#source.problemIn(path, offset, message));
    if (refused.length === 0) this.#change(path, edits);
  }

  /** An annotation may ask Prometheus on its own (`{{ query "…" }}`), and does so at the pace of production. */
  queries(path: Path, template: string): void {
    if (!/\{\{[^}]*\bquery\b/.test(template)) return;
    const message =
      "the annotation runs a query of its own, which is not scaled: its text may differ from production's";
    this.#note(this.#source.place(path), "stated", message);
  }

  /** The only one that it is about. */
  get rule(): Rule | undefined {
    return this.path.at(-2) === "rules" ? this.rules[0] : undefined;
  }

  /** Refuses a rule that reads something that is refused. */
  reads(rule: Rule, unscaled: ReadonlySet<string>): void {
    if (unscaled.size === 0) return;
    for (const { metric = "", matchers, offset } of selectors(rule.expr)) {
      const alert = matchers.find(({ label, op }) => label === "alertname" && op === "=")?.value;
      const read = metric.startsWith("ALERTS") ? `ALERTS ${alert}` : metric;
      if (!unscaled.has(read)) continue;
      const message = `it reads ${read.replace("ALERTS ", "the alert ")}, which is not scaled`;
      this.refused.push(this.#source.problemIn([...this.path, "expr"], offset, message));
    }
  }

  #note(place: Place, what: Note["what"], message: string): void {
    this.notes.push({ ...place, what, message });
  }

  /** From positions in a value to offsets in the file. What ends a line there must not take the line's end with it. */
  #change(path: Path, edits: readonly Edit[]): void {
    const offset = (position: number): number => this.#source.offsetIn(path, position) ?? Number.NaN;
    const moved = edits.map(({ from, to, text, before }): Edit => {
      if (before) return { from: offset(from), to: offset(from), text };
      const after = to === 0 ? offset(0) : offset(to - 1) + 1;
      return { from: from === to ? after : offset(from), to: after, text };
    });
    if (moved.every(({ from, to }) => !Number.isNaN(from + to))) this.edits.set(offset(0), moved);
    else
      this.refused.push(
        this.#source.problemAt(
          path,
          "this text is written in a way that can't be edited in place; write it on one line or as a block (`|`)",
        ),
      );
  }
}
