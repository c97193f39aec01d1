import { readableDuration } from "../../rules/duration.ts";
import { timeStep } from "../axis.ts";

/** A drawing's width and what of it lies beside its axes, in its own units. */
export interface Frame {
  readonly width: number;
  readonly left: number;
  readonly right: number;
}

/** Seconds over the width of a drawing; every drawing of a drill has the same, so that they stand in line. */
export interface Span {
  readonly from: number;
  readonly to: number;
  x(seconds: number): number;
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
}

/** Of every drawing of a drill. */
export const drawing = { width: 960, left: 188, right: 28 } as const satisfies Frame;

/** No more labels than `parts`. */
export function spanOf(from: number, to: number, frame: Frame = drawing, parts = 12): Span {
  const room = frame.width - frame.left - frame.right;
  const seconds = Math.max(1, to - from);
  const x = (at: number): number => frame.left + (Math.min(seconds, Math.max(0, at - from)) / seconds) * room;
  const step = timeStep(seconds, parts);
  const ticks = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    ticks.push({ x: x(at), label: at === 0 ? "0" : readableDuration(at * 1000) });
  }
  return { from, to, x, ticks };
}
