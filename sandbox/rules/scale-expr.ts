import type { SyntaxNode } from "@lezer/common";
import { functions } from "./promql-functions.ts";
import { modifiers, operands } from "./promql-types.ts";
import { parseExpr, type Selector, selectors } from "./promql.ts";
import { operate } from "./scale-binary.ts";
import { ExprEdits, type ScaledExpr } from "./scale-edits.ts";
import {
  clockEffect,
  countsPresence,
  type Effect,
  instantEffect,
  numberOfMoment,
  rangeEffect,
} from "./scale-effects.ts";
import { isSame, type Value, whyNot } from "./scale-value.ts";
import { signalOf, type Signals } from "./signals.ts";

export interface ScaleOptions {
  /** Refuses a signal that nobody declared instead of assuming one. */
  readonly strict?: boolean;
  /** Production's global evaluation interval, the step of a subquery that names none; it is left out as well where this is. */
  readonly evaluationMs?: number;
}

/** What is known around an expression. */
export interface Around extends ScaleOptions {
  readonly k: number;
  readonly signals: Signals;
  /** Metrics that rules record: their own expressions are scaled already. */
  readonly recorded: ReadonlySet<string>;
  /** Of an alert it matters which series there are, of a recording rule what they measure. */
  readonly kind: "alert" | "record";
}

/** What has to change in an expression, so that at k times the pace it gives the values that it gives in production. */
export function scaleExpr(text: string, around: Around): ScaledExpr {
  const { tree, problems } = parseExpr(text);
  if (problems.length > 0) return { edits: [], notes: [], refused: problems };
  const scaling = new Scaling(text, around);
  const root = operands(tree.topNode)[0];
  if (root) scaling.finish(scaling.visit(root));
  return scaling.edits;
}

/** One walk over one expression. */
class Scaling {
  readonly edits: ExprEdits;
  readonly #around: Around;
  readonly #selectors: ReadonlyMap<number, Selector>;

  constructor(text: string, around: Around) {
    this.edits = new ExprEdits(text, around.k, around.evaluationMs);
    this.#around = around;
    this.#selectors = new Map(selectors(text).map((one) => [one.offset, one]));
  }

  finish(value: Value): void {
    if (value.kind === "timestamp" && value.compared && this.#around.kind === "alert")
      this.edits.note(
        value.at,
        "stated",
        "the alert's value is a moment of the scaled run's clock; whether it fires is as in production",
      );
    else this.#decide(value);
  }

  /** On this value it hangs which series there are. */
  #decide(value: Value): void {
    if (!isSame(value)) this.edits.refuse(value.at, whyNot(value));
  }

  visit(node: SyntaxNode): Value {
    this.edits.modifiers(node);
    if (node.name === "VectorSelector") return this.#measure(node);
    if (node.name === "FunctionCall") return this.#call(node);
    if (node.name === "AggregateExpr") return this.#aggregate(node);
    if (node.name === "BinaryExpr") return this.#binary(node);
    if (node.name === "NumberDurationLiteral")
      return { kind: "level", at: node, literal: Number(this.edits.slice(node)) };
    const inner = operands(node)[0];
    const value = inner ? this.visit(inner) : undefined;
    if (!value) return { kind: "level", at: node };
    const negative = node.getChild("UnaryOp") !== null && this.edits.slice(node).startsWith("-");
    return negative && value.kind === "timestamp" ? { kind: "other", at: node, why: numberOfMoment } : value;
  }

  #binary(node: SyntaxNode): Value {
    const [left, right] = operands(node).map((operand) => this.visit(operand));
    if (!left || !right) return { kind: "level", at: node };
    // The sign stands right after what is left of it, which may have a modifier that stands above both in the tree.
    const [first, second] = operands(node);
    const bool = node.getChild("BoolModifier") !== null;
    const result = operate(first?.nextSibling?.name ?? "", left, right, bool);
    const { kind, like, why, compared, unit, joined, decides, correct } = result;
    if (joined)
      this.edits.note(node, "stated", "what a moment is multiplied by is taken to be 1, as where labels are joined");
    for (const value of decides ?? []) this.#decide(value);
    const { k } = this.#around;
    if (correct === "times k") this.edits.correct(node, "* k", `the time between two moments is multiplied by ${k}`);
    const moved = correct === "left / k" ? first : correct === "right / k" ? second : undefined;
    if (moved) this.edits.correct(moved, "/ k", `the time that is added to a moment is divided by ${k}`);
    const reason = why ?? like?.why;
    return {
      kind,
      at: like?.at ?? node,
      ...(reason === undefined ? {} : { why: reason }),
      ...(compared ? { compared } : {}),
      ...(unit === undefined ? {} : { unit }),
    };
  }

  #call(node: SyntaxNode): Value {
    const name = this.edits.slice(node.getChild("FunctionIdentifier") ?? node);
    const body = node.getChild("FunctionCallBody");
    const args = body ? operands(body) : [];
    if (args.length === 0) return this.#apply(node, name, clockEffect(name));
    const ranged = args.findIndex((arg) => rangeIn(arg) !== undefined);
    const range = args[ranged];
    // The second of info() is no selector of series, but of labels to be had from them.
    const values = args.flatMap((arg, i) => (i === ranged || (name === "info" && i > 0) ? [] : [this.visit(arg)]));
    if (!range) {
      const subject = Math.max(functions[name]?.args.indexOf("vector") ?? 0, 0);
      return this.#onSeries(node, name, values[subject], values.toSpliced(subject, 1));
    }
    const of = this.#measureRange(range);
    const horizon = args.find((arg) => arg !== range);
    if (name === "predict_linear" && horizon)
      this.edits.correct(horizon, "/ k", `the horizon of predict_linear() is divided by ${this.#around.k}`);
    const odd = values.find((value) => !isSame(value));
    if (odd) return { kind: "other", at: odd.at, why: whyNot(odd) };
    if (of.kind === "other") return countsPresence(name) ? { kind: "level", at: node } : of;
    return this.#apply(node, name, rangeEffect(name, of.kind), of);
  }

  #aggregate(node: SyntaxNode): Value {
    const name = this.edits.slice(node.getChild("AggregateOp") ?? node);
    const body = node.getChild("FunctionCallBody");
    const values = (body ? operands(body) : []).map((arg) => this.visit(arg));
    const subject = values.at(-1);
    // Values become labels, or choose which series are left; an order is the same at any pace.
    const telling = name === "count_values" || ((name === "topk" || name === "bottomk") && subject?.kind === "other");
    if (telling && subject) this.#decide(subject);
    return this.#onSeries(node, name, telling ? { kind: "level", at: node } : subject, values.slice(0, -1));
  }

  /** A function or an aggregation of series at a moment. Parameters are numbers, but to clamp(), which may have moments. */
  #onSeries(node: SyntaxNode, name: string, subject: Value | undefined, parameters: readonly Value[]): Value {
    if (!subject) return { kind: "level", at: node };
    const among = name.startsWith("clamp") && subject.kind === "timestamp";
    const odd = parameters.find((value) => (among ? value.kind !== "timestamp" : !isSame(value)));
    if (countsPresence(name)) return { kind: "level", at: node };
    if (odd) return { kind: "other", at: odd.at, why: among ? numberOfMoment : whyNot(odd) };
    return subject.kind === "other" ? subject : this.#apply(node, name, instantEffect(name, subject.kind), subject);
  }

  /** What a function gives, corrected where that helps. */
  #apply(node: SyntaxNode, name: string, effect: Effect, of?: Value): Value {
    const shown = of ? `${name}() of ${this.#shown(of.at)}` : `${name}()`;
    if (effect.gives === "other") return { kind: "other", at: node, why: `${shown}: ${effect.why}` };
    if (effect.times && of) {
      const done = effect.times === "/ k" ? "divided" : "multiplied";
      this.edits.correct(node, effect.times, `${shown} (${of.kind}) is ${done} by ${this.edits.factor(effect.times)}`);
    }
    if (of?.kind !== effect.gives) return { kind: effect.gives, at: node };
    return { ...of, kind: effect.gives };
  }

  /** What a range holds: a metric's own signal, or for a subquery what its expression comes to. */
  #measureRange(arg: SyntaxNode): Value {
    for (let node: SyntaxNode | undefined = arg; node; node = operands(node)[0]) {
      this.edits.modifiers(node);
      const inner = operands(node)[0];
      if (node.name === "MatrixSelector" && inner) return this.#measure(inner);
      if (node.name === "SubqueryExpr" && inner) {
        const value = this.visit(inner);
        return value.kind === "other" ? value : { ...value, at: inner };
      }
    }
    return { kind: "level", at: arg };
  }

  #measure(selector: SyntaxNode): Value {
    const { metric, usedBy } = this.#selectors.get(selector.from) ?? {};
    const { signals, recorded, strict } = this.#around;
    if (metric === undefined) {
      this.edits.refuse(
        selector,
        "what a selector without a metric's name measures is not known, so it can't be scaled; name the metric",
      );
      return { kind: "level", at: selector };
    }
    if (recorded.has(metric)) {
      const declared = signals.get(metric);
      return { kind: declared === "event" || declared === "accumulating" ? declared : "level", at: selector };
    }
    const { signal, assumed, why } = signalOf(metric, signals, usedBy);
    if (assumed && strict)
      this.edits.refuse(
        selector,
        `nobody declared what ${metric} measures (it would be taken for a signal of the kind ${signal}: ${why})`,
      );
    else if (assumed)
      this.edits.note(selector, "assumed", `${metric} is assumed to be a signal of the kind ${signal}: ${why}`);
    const unit = /_(ms|millis|milliseconds)$/.test(metric) ? 1000 : 1;
    return { kind: signal, at: selector, ...(signal === "timestamp" ? { unit } : {}) };
  }

  #shown(node: SyntaxNode): string {
    const metric = node.name === "VectorSelector" ? this.#selectors.get(node.from)?.metric : undefined;
    return metric ?? `\`${this.edits.slice(node).replaceAll(/\s+/g, " ")}\``;
  }
}

const around = new Set([...modifiers, "ParenExpr"]);

/** The range or subquery that an argument is, below offsets and parentheses. */
function rangeIn(arg: SyntaxNode): SyntaxNode | undefined {
  for (let node: SyntaxNode | undefined = arg; node; node = operands(node)[0]) {
    if (node.name === "MatrixSelector" || node.name === "SubqueryExpr") return node;
    if (!around.has(node.name)) return undefined;
  }
  return undefined;
}
