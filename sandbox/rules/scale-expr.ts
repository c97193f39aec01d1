import type { SyntaxNode } from "@lezer/common";
import { formatDuration } from "./duration.ts";
import { durationOf } from "./promql-duration.ts";
import { operands } from "./promql-types.ts";
import { parseExpr, selectors } from "./promql.ts";
import type { ExprProblem } from "./promql-problem.ts";
import { instantPace, type Pace, rangeEffect, readsClock } from "./scale-effects.ts";
import { type Signal, signalOf, type Signals } from "./signals.ts";
import { wholeMs } from "./whole-ms.ts";

/** Replaces what stands from `from` to `to`; positions count from 0 in the expression. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface ScaledExpr {
  readonly edits: readonly Edit[];
  /** Corrections and assumptions that a reader of the verdict should know. */
  readonly notes: readonly ExprProblem[];
  /** Why it can't be scaled faithfully; then the edits are of no use. */
  readonly refused: readonly ExprProblem[];
}

/**
 * What has to change in an expression, so that at k times the pace it gives the values that it gives in production.
 * `recorded` names the metrics that rules record: their own expressions are scaled already.
 */
export function scaleExpr(text: string, k: number, signals: Signals, recorded: ReadonlySet<string>): ScaledExpr {
  const { tree, problems } = parseExpr(text);
  if (problems.length > 0) return { edits: [], notes: [], refused: problems };
  const scaling = new Scaling(text, k, signals, recorded);
  const root = operands(tree.topNode)[0];
  const value = root && scaling.visit(root);
  if (value && value.pace !== "exact") scaling.refuse(value.at, reasons[value.pace]);
  return scaling;
}

const reasons: Readonly<Record<Exclude<Pace, "exact">, string>> = {
  total: "the running total of a flow is another number at another pace; use rate() or increase()",
  moment: "a moment of production's clock is not one of the scaled run's; it can't be proven at this pace",
};

/** A value, and the selector that its pace comes from. */
interface Value {
  readonly pace: Pace;
  readonly at: SyntaxNode;
}

interface Measured {
  readonly name: string;
  readonly signal: Signal;
}

/** One walk over one expression. */
class Scaling implements ScaledExpr {
  readonly edits: Edit[] = [];
  readonly notes: ExprProblem[] = [];
  readonly refused: ExprProblem[] = [];
  readonly #text: string;
  readonly #k: number;
  readonly #signals: Signals;
  readonly #recorded: ReadonlySet<string>;
  readonly #selectors: ReadonlyMap<number, { readonly metric?: string; readonly usedBy?: string }>;

  constructor(text: string, k: number, signals: Signals, recorded: ReadonlySet<string>) {
    this.#text = text;
    this.#k = k;
    this.#signals = signals;
    this.#recorded = recorded;
    this.#selectors = new Map(selectors(text).map((one) => [one.offset, one]));
  }

  refuse(node: SyntaxNode, message: string): void {
    this.refused.push({ offset: node.from, message });
  }

  visit(node: SyntaxNode): Value {
    this.#modifiers(node);
    if (node.name === "VectorSelector") return { pace: instantPace(this.#measure(node).signal), at: node };
    if (node.name === "FunctionCall") return this.#call(node);
    const body = node.getChild("FunctionCallBody");
    const values = operands(body ?? node).map((operand) => this.visit(operand));
    const exact: Value = { pace: "exact", at: node };
    const op = node.getChild("AggregateOp")?.firstChild?.name;
    if (op === "Count" || op === "Group") return exact;
    // Of `x and y`, `x unless y` only x has a value.
    const counted = node.getChild("And") || node.getChild("Unless") ? values.slice(0, 1) : values;
    const inexact = counted.find(({ pace }) => pace !== "exact") ?? exact;
    if (inexact.pace === "exact" || !telling(node)) return inexact;
    // Which series there are hangs on it from here on, even where only their number counts.
    this.refuse(inexact.at, reasons[inexact.pace]);
    return exact;
  }

  #call(node: SyntaxNode): Value {
    const exact: Value = { pace: "exact", at: node };
    const name = this.#slice(node.getChild("FunctionIdentifier") ?? node);
    const body = node.getChild("FunctionCallBody");
    const args = body ? operands(body) : [];
    const ranged = args.find((arg) => rangeIn(arg) !== undefined);
    if (readsClock(name)) this.refuse(node, `${name}() reads the clock: ${reasons.moment}`);
    const plain = args.filter((arg) => arg !== ranged);
    const values = plain.map((arg) => this.visit(arg));
    if (readsClock(name) || name === "absent") return exact;
    if (!ranged) return values.find(({ pace }) => pace !== "exact") ?? exact;
    const { name: what, signal } = this.#measureRange(ranged);
    const effect = rangeEffect(name, signal);
    if ("refused" in effect) this.refuse(node, `${name}() of ${what}: ${effect.refused}`);
    else if (effect.times) {
      const done = effect.times === "*" ? "multiplied" : "divided";
      this.#correct(node, effect.times, `${name}() of ${what} (${signal}) is ${done} by ${this.#k}`);
    }
    const horizon = plain[0];
    if (name === "predict_linear" && horizon)
      this.#correct(horizon, "/", `the horizon of predict_linear() is divided by ${this.#k}`);
    return exact;
  }

  /** What a range holds: a metric's own signal, or for a subquery what its expression comes to. */
  #measureRange(arg: SyntaxNode): Measured {
    for (let node: SyntaxNode | undefined = arg; node; node = operands(node)[0]) {
      this.#modifiers(node);
      const inner = operands(node)[0];
      if (node.name === "MatrixSelector" && inner) return this.#measure(inner);
      if (node.name !== "SubqueryExpr" || !inner) continue;
      const { pace } = this.visit(inner);
      const signal = pace === "exact" ? "level" : pace === "total" ? "flow" : "timestamp";
      return { name: `\`${this.#slice(inner).replaceAll(/\s+/g, " ")}\``, signal };
    }
    return { name: this.#slice(arg), signal: "level" };
  }

  #measure(selector: SyntaxNode): Measured {
    const { metric, usedBy } = this.#selectors.get(selector.from) ?? {};
    if (metric === undefined) {
      this.refuse(
        selector,
        "what a selector without a metric's name measures is not known, so it can't be scaled; name the metric",
      );
      return { name: this.#slice(selector), signal: "level" };
    }
    if (this.#recorded.has(metric)) return { name: metric, signal: "level" };
    const { signal, assumed, why } = signalOf(metric, this.#signals, usedBy);
    if (assumed)
      this.notes.push({
        offset: selector.from,
        message: `${metric} is assumed to be a signal of the kind ${signal}: ${why}`,
      });
    return { name: metric, signal };
  }

  /** Ranges, steps and offsets become shorter; `@` with a fixed time is refused. */
  #modifiers(node: SyntaxNode): void {
    for (const duration of [...node.getChildren("DurationExpr"), ...node.getChildren("OffsetDurationExpr")])
      this.#shorten(duration);
    if (node.name === "StepInvariantExpr" && !node.getChild("AtModifierPreprocessors"))
      this.refuse(node.getChild("At") ?? node, `\`@\` names a fixed time: ${reasons.moment}`);
  }

  #shorten(duration: SyntaxNode): void {
    const shown = `\`${this.#slice(duration)}\``;
    const ms = durationOf(duration, this.#text);
    if (ms === 0) return;
    const whole = ms === undefined ? undefined : wholeMs(Math.abs(ms), this.#k);
    if (ms === undefined) this.refuse(duration, `${shown} depends on how the query is run; write a duration`);
    else if (!whole)
      this.refuse(
        duration,
        `${shown} divided by ${this.#k} is not a whole number of milliseconds; choose another factor`,
      );
    else {
      const text = (ms < 0 ? "-" : "") + formatDuration(whole.ms);
      this.edits.push({ from: duration.from, to: duration.to, text });
      if (!whole.exact)
        this.notes.push({ offset: duration.from, message: `${shown} divided by ${this.#k} is rounded up to ${text}` });
    }
  }

  #correct(node: SyntaxNode, sign: "*" | "/", message: string): void {
    // Once more in parentheses, since what stands around may bind more closely.
    this.edits.push(
      { from: node.from, to: node.from, text: "((" },
      { from: node.to, to: node.to, text: `) ${sign} ${this.#k})` },
    );
    this.notes.push({ offset: node.from, message });
  }

  #slice(node: SyntaxNode): string {
    return this.#text.slice(node.from, node.to);
  }
}

const comparisons = ["Eql", "Neq", "Gtr", "Gte", "Lss", "Lte"];

/** Whether values decide which series there are: by a comparison, or as labels. */
function telling(node: SyntaxNode): boolean {
  return (
    comparisons.some((name) => node.getChild(name)) || node.getChild("AggregateOp")?.firstChild?.name === "CountValues"
  );
}

const around = new Set(["OffsetExpr", "StepInvariantExpr", "ParenExpr", "AnchoredExpr", "SmoothedExpr"]);

/** The range or subquery that an argument is, below offsets and parentheses. */
function rangeIn(arg: SyntaxNode): SyntaxNode | undefined {
  for (let node: SyntaxNode | undefined = arg; node; node = operands(node)[0]) {
    if (node.name === "MatrixSelector" || node.name === "SubqueryExpr") return node;
    if (!around.has(node.name)) return undefined;
  }
  return undefined;
}
