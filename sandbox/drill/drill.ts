import type { FaultSpec } from "../fault/fault.ts";
import type { Duration } from "../rules/duration.ts";
import type { Rule } from "../rules/rule-file.ts";

/** Within so much production time. */
export interface Within {
  readonly within: Duration;
}

/** On for a while, off for a while, so many times. */
export interface Repeat {
  readonly on: Duration;
  readonly off: Duration;
  readonly times: number;
}

/**
 * A fault lasts until what is expected of it (pending, firing, delivered) has happened or run out of time,
 * or as long as it says. A surge is one of its kinds, and stands as `surge` in a file: more is done than usual, nothing broken.
 */
export type DrillFault = FaultSpec & { readonly lasts?: Duration; readonly repeat?: Repeat };

/** The fault alone: how long it lasts is the drill's business, and no parameter of it. */
export function specOf({ lasts: _lasts, repeat: _repeat, ...spec }: DrillFault): FaultSpec {
  return spec;
}

export interface Expectation {
  /** Counted from the fault's onset. `never`: at no time during the drill, so that it can't fire either. */
  readonly pending?: Within | "never";
  /** Counted from the fault's onset. `never`: at no time during the drill. */
  readonly firing?: Within | "never";
  /** Each receiver was told that it fires, counted from the fault's onset. */
  readonly delivered?: Within & { readonly to: readonly string[] };
  /** Inactive again, counted from when the fault is lifted. */
  readonly resolved?: Within;
  /** Said so to those who were told, counted from when the fault is lifted. */
  readonly "resolved-notice"?: Within;
  /** Of the rules watched, which others may fire and be notified. `none`: no other does either. */
  readonly others: "none" | { readonly firing: readonly string[]; readonly notified: "none" | readonly string[] };
}

/** Bounds, `lasts`, `repeat` and `watch` are production time. Neither alert nor fault is needed: a drill may only watch. */
export interface Drill {
  /** Unique in its suite's folder: the file's name without its ending. */
  readonly name: string;
  readonly title: string;
  readonly load: string;
  readonly alert?: string;
  /** Of the alert under test, where several rules bear its name. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly fault?: DrillFault;
  /** How long to look on: after the onset where there is a fault that lasts, else from the steady state. */
  readonly watch?: Duration;
  readonly expect: Expectation;
}

/** What a drill calls that which it does to the steady state: a surge is to a drill what a fault is, but nothing is broken. */
export function causeOf({ fault }: Drill): "fault" | "surge" {
  return fault?.kind === "surge" ? "surge" : "fault";
}

/** Whether the alert under test should stay away; one that never pends never fires. */
export function neverFires({ pending, firing }: Expectation): boolean {
  return pending === "never" || firing === "never";
}

/** Whether a rule is the alert under test. */
export function isUnderTest({ alert, labels = {} }: Pick<Drill, "alert" | "labels">, rule: TestableRule): boolean {
  return (
    rule.kind === "alert" &&
    rule.name === alert &&
    Object.entries(labels).every(([label, value]) => rule.labels[label] === value)
  );
}

type TestableRule = Pick<Rule, "kind" | "name" | "labels">;

/** The TypeScript way to write a drill; `run` reads and checks both ways alike. */
export function defineDrill(drill: Drill): Drill {
  return drill;
}
