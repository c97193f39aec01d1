import type { RunSample } from "./run-sample.ts";

/** Draws a run anew from its own spans: how often each counts this time. */
export type Resampler = (random: () => number) => Uint16Array;

/** Blocks of so many spans are drawn together, since a slow second is seldom alone. */
export const blockLength = (spans: number): number => Math.max(1, Math.floor(Math.cbrt(spans / 2)));

/** As many as this differ in requests due, and two blocks are still alike. */
const alikeShare = 0.1;

/**
 * A block bootstrap: single requests of one second are no independent witnesses, so whole stretches are drawn, as many
 * as fill the run, wrapped around its end. On a schedule that ramps, a stretch is replaced by one with about as many
 * requests due: the ramp is no noise.
 */
export function resamplerOf({ spans, scheduled }: RunSample): Resampler {
  const length = blockLength(spans.length);
  const block = (start: number): number[] => Array.from({ length }, (_, n) => (start + n) % spans.length);
  const due = spans.map((_, start) => block(start).reduce((sum, span) => sum + (spans[span]?.due ?? 0), 0));
  const alike = (start: number): number[] =>
    [...spans.keys()].filter(
      (other) => !scheduled || Math.abs((due[other] ?? 0) - (due[start] ?? 0)) <= alikeShare * (due[start] ?? 0),
    );
  const places = Array.from({ length: Math.ceil(spans.length / length) }, (_, n) => n * length).map((start) => ({
    candidates: alike(start),
    length: Math.min(length, spans.length - start),
  }));
  return (random) => {
    const times = new Uint16Array(spans.length);
    for (const { candidates, length } of places) {
      const start = candidates[Math.floor(random() * candidates.length)] ?? 0;
      for (let n = 0; n < length; n++) times[(start + n) % spans.length]!++;
    }
    return times;
  };
}
