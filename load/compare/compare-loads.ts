import type { LoadRecord } from "../record.ts";
import { refuseOthers } from "./baseline.ts";
import type { Baseline } from "./baseline.ts";
import { compareSamples, fewestSpans } from "./compare-samples.ts";
import type { CompareOptions } from "./compare-samples.ts";
import type { Comparison } from "./comparison.ts";
import { asidesOf } from "./conditions.ts";
import type { Conditions } from "./conditions.ts";
import { answeredSpans, medianMs } from "./metrics.ts";
import { quietOf } from "./quiet.ts";
import { samplesOf } from "./run-sample.ts";
import type { RunSample } from "./run-sample.ts";
import { defaultTolerance } from "./tolerance.ts";

/** So much later than usual is nothing: the generator looks once a millisecond. */
const leastSlackMs = 1;

/**
 * Whether these runs are slower than the baseline's. Rejects (`usage`) where they measured something else: what can be
 * compared is known before a request is sent, by `refuseOthers`.
 */
export function compareLoads(
  baseline: Baseline,
  conditions: Conditions,
  now: readonly LoadRecord[],
  options: CompareOptions = {},
): Comparison {
  refuseOthers("be compared with the baseline", baseline.conditions, conditions);
  const { relative } = options.tolerance ?? defaultTolerance;
  const samples = samplesOf([...baseline.runs, ...now]);
  const typicalMs = Math.min(...samples.map(medianMs).filter((ms) => !Number.isNaN(ms)));
  const { runs, disturbed } = quietOf(samples, Math.max(leastSlackMs, relative * (typicalMs || 0)));
  const sides = [
    sideOf("of the baseline", runs.slice(0, baseline.runs.length), disturbed),
    sideOf("of this load", runs.slice(baseline.runs.length), disturbed.slice(baseline.runs.length)),
  ] as const;
  const compared = compareSamples(sides[0].runs, sides[1].runs, options);
  const behind = now.flatMap(({ generator }) => generator.behind ?? []);
  return {
    ...compared,
    // What the generator could not do is no fault of the target's.
    outcome: behind.length > 0 ? "inconclusive" : compared.outcome,
    runs: { baseline: sides[0].runs.length, now: sides[1].runs.length },
    notes: [
      ...behind,
      ...now.flatMap(({ stopped }) => (stopped === null ? [] : [`this load was ended before its time: ${stopped}`])),
      ...sides.flatMap(({ note }) => note),
      ...asidesOf(baseline.conditions, conditions),
      ...repeats(sides[0].runs.length + sides[1].runs.length - 2),
    ],
  };
}

/** Runs with too little left to say something go, where others stay. */
function sideOf(
  whose: string,
  runs: readonly RunSample[],
  disturbed: readonly number[],
): { readonly runs: readonly RunSample[]; readonly note: readonly string[] } {
  const enough = runs.filter((run) => answeredSpans(run) >= fewestSpans);
  const left = enough.length > 0 ? enough : runs;
  const late = runs.reduce((sum, _, n) => sum + (disturbed[n] ?? 0), 0);
  const all = runs.reduce((sum, { spans }) => sum + spans.length, 0);
  const notes = [
    `the generator itself was late in ${late} of ${all} stretches ${whose}, whose latencies are left out: the machine was busy`,
    `${runs.length - left.length} of ${runs.length} runs ${whose} are left out, too little of them was quiet`,
  ];
  return { runs: left, note: notes.filter((_, n) => (n === 0 ? late > 0 : left.length < runs.length)) };
}

function repeats(count: number): string[] {
  if (count > 0) return [];
  return [
    "one run of each side: what two runs of one service differ by is assumed, not measured; save the baseline several times to have it measured",
  ];
}
