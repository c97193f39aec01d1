import { readableDuration } from "../../rules/duration.ts";
import { timeStep } from "../axis.ts";

/** Production seconds over the width of a drawing; every drawing of a drill has the same, so that they stand in line. */
export interface Span {
  readonly from: number;
  readonly to: number;
  x(seconds: number): number;
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
}

/** Of every drawing, in its own units. */
export const drawing = { width: 960, left: 188, right: 28 } as const;

export function spanOf(from: number, to: number): Span {
  const room = drawing.width - drawing.left - drawing.right;
  const seconds = Math.max(1, to - from);
  const x = (at: number): number => drawing.left + (Math.min(seconds, Math.max(0, at - from)) / seconds) * room;
  const step = timeStep(seconds, 12);
  const ticks = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    ticks.push({ x: x(at), label: at === 0 ? "0" : readableDuration(at * 1000) });
  }
  return { from, to, x, ticks };
}
