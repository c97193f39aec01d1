import { seededRandom } from "../../load/compare/random.ts";
import { gridOf } from "../../load/compare/run-sample.ts";
import type { Latencies, RunSample } from "../../load/compare/run-sample.ts";

export interface SyntheticRun {
  readonly seed: number;
  /** Default 8. */
  readonly seconds?: number;
  /** Requests per second of each second. Default 130. */
  readonly rate?: (second: number) => number;
  /** Median latency in ms. Default 20. */
  readonly medianMs?: number;
  /** Of a second's latencies: so many times as long as of others. Default 1. */
  readonly times?: (second: number) => number;
  /** Standard deviations of the logarithm of a latency: what all requests of the run, of a second, and each for itself have. */
  readonly ofRun?: number;
  readonly ofSecond?: number;
  readonly ofRequest?: number;
  /** How late the generator was, p95, in each second. Default 1 ms. */
  readonly lateMs?: (second: number) => number;
  /** Share of requests without a good answer. Default 0. */
  readonly failing?: number;
}

interface Second {
  readonly latencies: Latencies;
  readonly counts: Omit<RunSample["spans"][number], "at" | "counts">;
}

/** Runs whose truth is known; a slow second is followed by another half of the time. */
export function syntheticRuns(runs: readonly SyntheticRun[]): RunSample[] {
  const made = runs.map(secondsOf);
  const grid = gridOf(made.flat().map(({ latencies }) => latencies));
  return made.map((seconds) => ({
    grid: grid.values,
    spans: seconds.map(({ latencies, counts }) => ({ ...counts, ...grid.place(latencies) })),
    seconds: seconds.length,
    scheduled: true,
  }));
}

function secondsOf(run: SyntheticRun): Second[] {
  const {
    seconds = 8,
    rate = () => 130,
    medianMs = 20,
    ofRun = 0.005,
    ofSecond = 0.01,
    ofRequest = 0.1,
    failing = 0,
    lateMs = () => 1,
    times = () => 1,
  } = run;
  const random = seededRandom(run.seed * 7919);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const own = ofRun * normal();
  let slow = ofSecond * normal();
  return Array.from({ length: seconds }, (_, second) => {
    slow = 0.5 * slow + Math.sqrt(0.75) * ofSecond * normal();
    const due = rate(second);
    const median = medianMs * times(second);
    const latencies = new Map<number, number>();
    let failed = 0;
    for (let request = 0; request < due; request++) {
      // Steps of one in five hundred keep the grid small.
      const log = Math.round((own + slow + ofRequest * normal()) * 500) / 500;
      const latency = median * Math.exp(log);
      if (random() < failing) failed++;
      latencies.set(latency, (latencies.get(latency) ?? 0) + 1);
    }
    return { latencies, counts: { due, sent: due, completed: due - failed, lateMs: lateMs(second) } };
  });
}
