import { numberOfMoment } from "./scale-effects.ts";
import { isSame, type Kind, type Value } from "./scale-value.ts";

/** What an operator's result measures, and what has to be done for it to be production's. */
export interface Result {
  readonly kind: Kind;
  /** Whose place and reason it has; undefined: the operation's own. */
  readonly like?: Value;
  readonly why?: string;
  readonly compared?: boolean;
  readonly unit?: number;
  /** A moment was multiplied by series: they are taken to be 1, as where labels are joined. */
  readonly joined?: boolean;
  /** Operands on which it hangs from here on which series there are. */
  readonly decides?: readonly Value[];
  /** A time between two moments is k times shorter; a number of seconds that is added to one has to be. */
  readonly correct?: "times k" | "left / k" | "right / k";
}

const comparisons = new Set(["Eql", "Neq", "Gtr", "Gte", "Lss", "Lte"]);

/** `operator` is its name in the parser's tree, `bool` whether a comparison gives 0 and 1. */
export function operate(operator: string, left: Value, right: Value, bool: boolean): Result {
  // Of `x and y`, `x unless y` only x has a value.
  if (operator === "And" || operator === "Unless") return of(left);
  if (comparisons.has(operator)) return compare(left, right, bool);
  const odd = [left, right].find((value) => !isSame(value));
  if (!odd) return { kind: left.kind === right.kind ? left.kind : "level" };
  if (operator === "Or") {
    const mixed = (isMoment(left) || isMoment(right)) && (left.kind !== right.kind || !sameUnit(left, right));
    return mixed ? numeric : of(odd);
  }
  const broken =
    [left, right].find(({ kind }) => kind === "other") ?? [left, right].find(({ kind }) => kind === "flow");
  if (broken) return of(broken);
  return ofMoments(operator, left, right);
}

const of = (like: Value): Result => ({
  kind: like.kind,
  like,
  ...(like.compared ? { compared: true } : {}),
  ...(like.unit === undefined ? {} : { unit: like.unit }),
});
const numeric: Result = { kind: "other", why: numberOfMoment };

function compare(left: Value, right: Value, bool: boolean): Result {
  const result: Result = bool ? { kind: "level" } : of(left);
  const [a, b] = [isMoment(left), isMoment(right)];
  if (a && b && !sameUnit(left, right)) return { kind: "level", decides: [{ ...left, kind: "other", why: units }] };
  // A moment that is 0 never was, at any pace.
  const never = (a && right.literal === 0) || (b && left.literal === 0);
  if ((a && b) || never) return { ...result, ...(bool || !a ? {} : { compared: true }) };
  const odd = [left, right].find((value) => !isSame(value));
  // What is refused once need not be refused again further up.
  return odd ? { kind: "level", decides: [odd] } : result;
}

const units = "the two moments are not counted in the same unit; multiply or divide one of them by 1000";
const sameUnit = (left: Value, right: Value): boolean => {
  const [a, b] = [left.unit ?? 1, right.unit ?? 1];
  return Math.abs(a - b) < 1e-9 * Math.max(a, b);
};
const isMoment = ({ kind }: Value): boolean => kind === "timestamp";

/** At least one side is a moment, the other one too or a number. */
function ofMoments(operator: string, left: Value, right: Value): Result {
  const [a, b] = [isMoment(left), isMoment(right)];
  const [moment, other] = a ? [left, right] : [right, left];
  const unit = moment.unit ?? 1;
  if (a && b && operator === "Sub")
    return sameUnit(left, right) ? { kind: "level", correct: "times k" } : { kind: "other", why: units };
  if (a && b) return numeric;
  if (operator === "Add") return { ...of(moment), unit, correct: a ? "right / k" : "left / k" };
  if (operator === "Sub" && a) return { ...of(moment), unit, correct: "right / k" };
  if (operator !== "Mul" && !(operator === "Div" && a)) return numeric;
  if (other.literal === undefined) return { ...of(moment), unit, joined: true };
  if (!(other.literal > 0)) return numeric;
  return { ...of(moment), unit: operator === "Mul" ? unit * other.literal : unit / other.literal };
}
