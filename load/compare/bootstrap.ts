import { answeredSpans, answersIn, measure, metrics } from "./metrics.ts";
import { seededRandom } from "./random.ts";
import { blockLength, resamplerOf } from "./resample.ts";
import type { RunSample } from "./run-sample.ts";

/** A run as it was, and as it might as well have been. Metrics in the order of `metrics`. */
export interface Drawn {
  readonly whole: readonly number[];
  /** By metric: its value in each draw. */
  readonly draws: readonly Float64Array[];
  /** How many stretches were drawn: the run's independent witnesses. */
  readonly blocks: number;
  /** The same, of what was answered. */
  readonly answeredBlocks: number;
}

export interface Bootstrap {
  readonly baseline: readonly Drawn[];
  readonly now: readonly Drawn[];
  /** Of pairs of one answer of each side, how many are slower now; NaN without answers. */
  readonly slower: { readonly whole: number; readonly draws: Float64Array };
}

/** Draws every run `draws` times. The same runs and seed always give the same draws. */
export function bootstrap(
  baseline: readonly RunSample[],
  now: readonly RunSample[],
  { draws, seed }: { readonly draws: number; readonly seed: number },
): Bootstrap {
  const random = seededRandom(seed);
  const runs = [...baseline, ...now].map((run) => ({
    run,
    resample: resamplerOf(run),
    whole: measure(run, once(run), answersIn(run, once(run))),
    draws: metrics.map(() => new Float64Array(draws)),
    blocks: run.spans.length / blockLength(run.spans.length),
    answeredBlocks: answeredSpans(run) / blockLength(run.spans.length),
  }));
  const slower = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    const answers = runs.map(({ run, resample, draws: kept }) => {
      const times = resample(random);
      const found = answersIn(run, times);
      measure(run, times, found).forEach((value, metric) => (kept[metric]![draw] = value));
      return found;
    });
    slower[draw] = shareSlower(answers.slice(0, baseline.length), answers.slice(baseline.length));
  }
  const whole = (side: readonly RunSample[]): Float64Array[] => side.map((run) => answersIn(run, once(run)));
  return {
    baseline: runs.slice(0, baseline.length),
    now: runs.slice(baseline.length),
    slower: { whole: shareSlower(whole(baseline), whole(now)), draws: slower },
  };
}

const once = (run: RunSample): number[] => run.spans.map(() => 1);

/** Mann and Whitney's statistic as a share of all pairs, where a tie is half a pair. */
function shareSlower(baseline: readonly Float64Array[], now: readonly Float64Array[]): number {
  const [then, later] = [together(baseline), together(now)];
  let [before, won, all] = [0, 0, 0];
  for (let at = 0; at < then.length; at++) {
    const [those, these] = [then[at] ?? 0, later[at] ?? 0];
    won += these * (before + those / 2);
    before += those;
    all += these;
  }
  return won / (before * all);
}

function together(runs: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array(), ...others] = runs;
  if (others.length === 0) return first;
  return first.map((count, at) => others.reduce((sum, run) => sum + (run[at] ?? 0), count));
}
