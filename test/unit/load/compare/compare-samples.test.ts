import { expect, test } from "vitest";
import { compareSamples } from "../../../../load/compare/compare-samples.ts";
import type { Change, Outcome } from "../../../../load/compare/comparison.ts";
import { quietOf } from "../../../../load/compare/quiet.ts";
import type { RunSample } from "../../../../load/compare/run-sample.ts";
import { syntheticRuns } from "../../../helpers/synthetic-runs.ts";
import type { SyntheticRun } from "../../../helpers/synthetic-runs.ts";

const draws = 100;

function pair(then: SyntheticRun, now: SyntheticRun) {
  const runs = syntheticRuns([then, now]);
  return compareSamples(runs.slice(0, 1), runs.slice(1), { draws });
}

/** Of many pairs, how often each outcome came. */
function outcomes(pairs: number, of: (seed: number) => { readonly outcome: Outcome }): Record<Outcome, number> {
  const counts = { held: 0, deviated: 0, inconclusive: 0 };
  for (let seed = 1; seed <= pairs; seed++) counts[of(seed).outcome]++;
  return counts;
}

function changeOf(changes: readonly Change[], metric: Change["metric"]): Change {
  const found = changes.find((change) => change.metric === metric);
  if (!found) throw new RangeError(`no ${metric}`);
  return found;
}

test("two equal runs that differ by what runs differ by are no regression, in 200 pairs", () => {
  const counts = outcomes(200, (seed) => pair({ seed, ofRun: 0.01 }, { seed: seed + 1000, ofRun: 0.01 }));
  // One side of an interval of 95 % would allow five.
  expect(counts.deviated).toBe(0);
  expect(counts.held).toBeGreaterThan(150);
});

test("a slowdown of ten percent is found in every pair", () => {
  const long = { seconds: 20, rate: () => 100, ofRun: 0.003 };
  const counts = outcomes(50, (seed) => pair({ seed, ...long }, { seed: seed + 1000, ...long, medianMs: 22 }));
  expect(counts.deviated).toBe(50);
});

test("a slowdown of the tolerance itself is seldom called either way", () => {
  const counts = outcomes(50, (seed) => pair({ seed }, { seed: seed + 1000, medianMs: 21 }));
  expect(counts.inconclusive).toBeGreaterThan(40);
});

test("a speedup is no regression, and is said", () => {
  const { outcome, changes } = pair({ seed: 1 }, { seed: 2, medianMs: 16 });
  expect(outcome).toBe("held");
  expect(changeOf(changes, "p50").observed).toMatch(/^faster by 1\d/);
});

test("one comparison always gives the same statement, and another seed about the same", () => {
  const runs = syntheticRuns([{ seed: 1 }, { seed: 2, medianMs: 22 }]);
  const compared = (seed: number) => compareSamples(runs.slice(0, 1), runs.slice(1), { draws, seed });
  expect(compared(1)).toEqual(compared(1));
  expect(compared(2).changes[0]?.interval).not.toEqual(compared(1).changes[0]?.interval);
  expect(compared(2).outcome).toBe(compared(1).outcome);
});

test("seconds that are alike inside and differ among one another make an interval wide, however many requests there are", () => {
  const width = (ofSecond: number): number => {
    const { changes } = pair({ seed: 1, ofSecond }, { seed: 2, ofSecond });
    const { interval } = changeOf(changes, "p50");
    return (interval?.to ?? 0) - (interval?.from ?? 0);
  };
  expect(width(0.1)).toBeGreaterThan(3 * width(0.01));
});

test("repeated runs that differ much are heard: ten percent between such runs is no finding", () => {
  const quiet = syntheticRuns([1, 2, 3, 4].map((seed) => ({ seed, ofRun: 0, medianMs: seed === 4 ? 22 : 20 })));
  const medians = [18.5, 20, 21.5, 22];
  const wild = syntheticRuns(medians.map((medianMs, n) => ({ seed: n + 1, ofRun: 0, medianMs })));
  const compared = (runs: readonly RunSample[]) =>
    changeOf(compareSamples(runs.slice(0, 3), runs.slice(3), { draws }).changes, "p50");
  expect(compared(quiet).outcome).toBe("deviated");
  expect(compared(wild).outcome).toBe("inconclusive");
  expect(compared(wild).observed).toContain("needs repeated runs");
});

test("what happened while the generator itself was late is left out", () => {
  const busy = (second: number): boolean => second % 3 === 1;
  const disturbed = {
    seconds: 12,
    times: (n: number) => (busy(n) ? 1.5 : 1),
    lateMs: (n: number) => (busy(n) ? 9 : 1),
  };
  const runs = syntheticRuns([
    { seed: 1, seconds: 12 },
    { seed: 2, ...disturbed },
  ]);
  const compared = (of: readonly RunSample[]) => compareSamples(of.slice(0, 1), of.slice(1), { draws });
  const quiet = quietOf(runs, 1);
  expect(quiet.disturbed).toEqual([0, 4]);
  expect(compared(quiet.runs).outcome).toBe("held");
  expect(compared(runs).outcome).not.toBe("held");
});

test("a machine that is always as busy disturbs nothing", () => {
  const runs = syntheticRuns([
    { seed: 1, lateMs: () => 8 },
    { seed: 2, lateMs: () => 8.5 },
  ]);
  expect(quietOf(runs, 1).disturbed).toEqual([0, 0]);
});

test("a ramp is no noise: seconds are exchanged for those with as many requests due", () => {
  const ramp = { seconds: 24, rate: (n: number) => 40 + 10 * Math.floor(n / 4), times: (n: number) => 1 + n / 24 };
  const runs = syntheticRuns([
    { seed: 1, ...ramp },
    { seed: 2, ...ramp },
  ]);
  const width = (of: readonly RunSample[]): number => {
    const { interval } = changeOf(compareSamples(of.slice(0, 1), of.slice(1), { draws }).changes, "p50");
    return (interval?.to ?? 0) - (interval?.from ?? 0);
  };
  expect(width(runs.map((run) => ({ ...run, scheduled: false })))).toBeGreaterThan(2 * width(runs));
});

test("errors where there were none are a regression; as many as before are not", () => {
  const failing = (then: number, now: number): Change =>
    changeOf(pair({ seed: 1, failing: then }, { seed: 2, failing: now }).changes, "errors");
  expect(failing(0, 0.03).outcome).toBe("deviated");
  expect(failing(0.03, 0.03).outcome).not.toBe("deviated");
  expect(failing(0.03, 0.0).outcome).toBe("held");
});

test("no errors in few requests rule nothing out", () => {
  const of = (rate: number): Change =>
    changeOf(pair({ seed: 1, rate: () => rate }, { seed: 2, rate: () => rate }).changes, "errors");
  expect(of(130)).toMatchObject({ outcome: "held", baseline: 0, now: 0 });
  expect(of(20)).toMatchObject({ outcome: "inconclusive" });
  expect(of(20).observed).toContain("needs much longer runs");
});

test("a service that answers a tenth fewer is found by its throughput", () => {
  const users = syntheticRuns([{ seed: 1 }, { seed: 2, rate: () => 115 }]).map((run) => ({ ...run, scheduled: false }));
  const { changes } = compareSamples(users.slice(0, 1), users.slice(1), { draws });
  expect(changeOf(changes, "throughput")).toMatchObject({ outcome: "deviated" });
  expect(changeOf(changes, "throughput").observed).toMatch(/^lower by/);
  const back = compareSamples(users.slice(1), users.slice(0, 1), { draws });
  expect(changeOf(back.changes, "throughput").outcome).toBe("held");
});

test("a percentile of few answers and a run of few seconds say nothing", () => {
  const few = pair({ seed: 1, rate: () => 60 }, { seed: 2, rate: () => 60 });
  expect(changeOf(few.changes, "p99").observed).toContain("only 4 answers were slower");
  const short = pair({ seed: 1, seconds: 4 }, { seed: 2, seconds: 4, medianMs: 40 });
  expect(short.outcome).toBe("inconclusive");
  expect(short.changes[0]?.observed).toContain("5 seconds at least, and there are 4");
});

test("a target that answers nothing any more is found, though its latency is nothing", () => {
  const runs = syntheticRuns([{ seed: 1 }, { seed: 2, failing: 1 }]);
  const now = runs
    .slice(1)
    .map((run) => ({ ...run, spans: run.spans.map((span) => ({ ...span, at: [], counts: [] })) }));
  const { outcome, changes, slower } = compareSamples(runs.slice(0, 1), now, { draws });
  expect(outcome).toBe("deviated");
  expect(slower).toBeNull();
  expect(changeOf(changes, "p50")).toMatchObject({ now: null, change: null, outcome: "inconclusive" });
});

test("how often an answer is slower than one of the baseline is half the time for equal runs", () => {
  const equal = pair({ seed: 1 }, { seed: 2 }).slower;
  expect(equal?.interval.from).toBeLessThan(0.55);
  expect(equal?.interval.to).toBeGreaterThan(0.45);
  expect(pair({ seed: 1 }, { seed: 2, medianMs: 40 }).slower?.share).toBeGreaterThan(0.99);
});
