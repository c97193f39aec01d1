import { scaleExpr } from "./scale-expr.ts";
import { type Sample, sampleHistograms, sampleMetrics, samples, sampleSignals } from "./scale-samples.ts";
import { type Signal, signalKinds } from "./signals.ts";

/** What a factor does to something of PromQL where it is about a metric of one signal. */
export interface ScaleClass {
  readonly sample: Sample;
  readonly signal: Signal;
  /** The sample about that signal's metric; of what gives a moment, the time since then. */
  readonly expr: string;
  readonly class: "exact" | "corrected" | "not scalable";
  /** Of what is corrected, by what: `× k`; of what is not scalable, why. */
  readonly why: string;
}

/** Every sample with every signal, as the scaling itself has it. */
export function scaleClasses(): ScaleClass[] {
  return samples.flatMap((sample) =>
    signalKinds.flatMap((signal) => {
      if (sample.only?.includes(signal) === false || (sample.histogram && signal === "timestamp")) return [];
      const metric = sample.histogram && signal !== "timestamp" ? sampleHistograms[signal] : sampleMetrics[signal];
      return [classOf(sample, signal, sample.of(metric))];
    }),
  );
}

const k = 60;
const scaled = (expr: string) =>
  scaleExpr(expr, { k, signals: sampleSignals, recorded: new Set(), kind: "alert", evaluationMs: 60_000 });

function classOf(sample: Sample, signal: Signal, expr: string): ScaleClass {
  const bare = scaled(expr);
  const since = bare.refused.length > 0 ? scaled(`time() - (${expr})`) : bare;
  const moment = bare.refused.length > 0 && since.refused.length === 0;
  const { refused, edits } = moment ? since : bare;
  const about = { sample, signal, expr: moment ? `time() - (${expr})` : expr };
  if (refused[0]) return { ...about, class: "not scalable", why: refused[0].message };
  const factors = edits.flatMap(({ text }) => / ([*/] \d+)\)$/.exec(text)?.[1] ?? []);
  if (factors.length === 0) return { ...about, class: "exact", why: "" };
  const shown = factors.map((factor) => shownFactors[factor] ?? factor);
  return { ...about, class: "corrected", why: [...new Set(shown)].join(", ") };
}

const shownFactors: Readonly<Record<string, string>> = {
  [`* ${k}`]: "× k",
  [`/ ${k}`]: "÷ k",
  [`* ${k ** 2}`]: "× k²",
};
