import { normal95, student95 } from "./student.ts";

/** One value of a run, and how it came out in each draw. */
export interface Estimate {
  readonly value: number;
  readonly draws: Float64Array;
  readonly blocks: number;
}

/** How far a difference may be off, to each side, nineteen times in twenty. */
export interface Uncertainty {
  readonly difference: number;
  readonly below: number;
  readonly above: number;
  /** The part of it that longer runs would lessen, and the part that only more runs do. */
  readonly within: { readonly below: number; readonly above: number };
  readonly between: number;
}

/** Until repeated runs say otherwise, their spread is taken for known as well as from so many degrees of freedom. */
const assumedDegrees = 4;

/**
 * The mean of `now` minus that of `baseline`. Two things make it uncertain:
 * - each run is a sample of itself: percentiles of the draws, stretched because few blocks show too little of their own
 *   spread (Hesterberg's expanded percentile interval);
 * - the next run would be another: its spread (a standard deviation) is `assumed`, and moves towards what the repeated
 *   runs show, the further the more of them there are.
 * Both are added as squares, each side for itself.
 */
export function uncertaintyOf(baseline: readonly Estimate[], now: readonly Estimate[], assumed: number): Uncertainty {
  const runs = [...baseline.map((run) => weighed(run, baseline.length)), ...now.map((run) => weighed(run, now.length))];
  const difference = mean(now.map(({ value }) => value)) - mean(baseline.map(({ value }) => value));
  const [low, high] = middle95(differences(baseline, now));
  const stretch = stretchOf(runs);
  const within = {
    below: Math.max(0, difference - low) * stretch,
    above: Math.max(0, high - difference) * stretch,
  };
  const repeats = runs.length - 2;
  const spread = spreadOf([baseline, now], mean(runs.map(({ variance }) => variance)), assumed);
  const between = student95(assumedDegrees + repeats) * spread * Math.sqrt(1 / baseline.length + 1 / now.length);
  return {
    difference,
    below: Math.hypot(within.below, between),
    above: Math.hypot(within.above, between),
    within,
    between,
  };
}

/** In each draw. */
function differences(baseline: readonly Estimate[], now: readonly Estimate[]): Float64Array {
  const at = (side: readonly Estimate[], draw: number): number =>
    mean(side.map(({ draws }) => draws[draw] ?? Number.NaN));
  return Float64Array.from({ length: now[0]?.draws.length ?? 0 }, (_, draw) => at(now, draw) - at(baseline, draw));
}

/** One run's part in a mean of several. */
interface Weighed {
  readonly blocks: number;
  readonly weight: number;
  /** Of the draws, and what it is an estimate of. */
  readonly drawn: number;
  readonly variance: number;
}

function weighed({ draws, blocks }: Estimate, runs: number): Weighed {
  const known = draws.filter((value) => !Number.isNaN(value));
  const centre = mean(known);
  const drawn = mean(known.map((value) => (value - centre) ** 2));
  return { blocks, weight: 1 / runs, drawn, variance: (drawn * blocks) / (blocks - 1) };
}

/** How much too narrow the draws are for so few blocks: their variance is too small, and itself uncertain (Welch and Satterthwaite). */
function stretchOf(runs: readonly Weighed[]): number {
  const drawn = sum(runs.map((run) => run.drawn * run.weight ** 2));
  if (drawn === 0) return 0;
  const parts = runs.map(({ variance, weight, blocks }) => ({ own: variance * weight ** 2, blocks }));
  const variance = sum(parts.map(({ own }) => own));
  const degrees = variance ** 2 / sum(parts.map(({ own, blocks }) => own ** 2 / (blocks - 1)));
  return (student95(Math.max(1, degrees)) / normal95) * Math.sqrt(variance / drawn);
}

/** From run to run, a standard deviation. What repeated runs differ by holds what each is a sample of; that is counted already. */
function spreadOf(sides: readonly (readonly Estimate[])[], sampling: number, assumed: number): number {
  const squares = sides.flatMap((side) => {
    const centre = mean(side.map(({ value }) => value));
    return side.map(({ value }) => (value - centre) ** 2);
  });
  const repeats = squares.length - sides.length;
  const seen = repeats === 0 ? 0 : Math.max(0, sum(squares) / repeats - sampling);
  return Math.sqrt((assumedDegrees * assumed ** 2 + repeats * seen) / (assumedDegrees + repeats));
}

/** Of one value, as above, where it is compared with nothing. */
export function middleOf({ value, draws, blocks }: Estimate): readonly [number, number] {
  const stretch = (student95(Math.max(1, blocks - 1)) / normal95) * Math.sqrt(blocks / (blocks - 1));
  const [low, high] = middle95(draws);
  return [value - Math.max(0, value - low) * stretch, value + Math.max(0, high - value) * stretch];
}

function middle95(draws: Float64Array): readonly [number, number] {
  const sorted = draws.filter((value) => !Number.isNaN(value)).toSorted();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return [at(0.025), at(0.975)];
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function mean(values: ArrayLike<number> & Iterable<number>): number {
  return sum(values) / values.length;
}
