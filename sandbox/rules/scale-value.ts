import type { SyntaxNode } from "@lezer/common";
import type { Signal } from "./signals.ts";

/** What an expression's value measures; `other`: nothing that a correction gives back, though the same series are there. */
export type Kind = Signal | "other";

/** What a part of an expression measures. */
export interface Value {
  readonly kind: Kind;
  /** The part that this comes from: where a reader has to look. */
  readonly at: SyntaxNode;
  /** Of `other`: why. */
  readonly why?: string;
  /** Of a moment: how many of what it is counted in are a second. */
  readonly unit?: number;
  /** Of a number that is written out. */
  readonly literal?: number;
  /** Of moments that were compared: which of them are left is as in production, whatever their values. */
  readonly compared?: boolean;
}

/** Whether it is the same number at any pace; the running total of a flow and a moment of the clock are others. */
export function isSame({ kind }: Value): boolean {
  return kind === "event" || kind === "level" || kind === "accumulating";
}

/** Why such kinds of value decide nothing. */
export const reasons = {
  flow: "the running total of a flow is another number at another pace; use rate() or increase()",
  timestamp:
    "a moment of production's clock is not one of the scaled run's; compare it with another, as in `time() - x > 3600`",
} as const;

/** Why a value that is not the same can't decide anything. */
export function whyNot({ kind, why }: Value): string {
  return why ?? reasons[kind === "flow" ? "flow" : "timestamp"];
}
