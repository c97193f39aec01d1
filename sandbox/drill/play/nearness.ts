import type { PrometheusReader } from "../../observe/prometheus.ts";
import type { Series } from "../../observe/series.ts";
import { comparisonOf } from "../../rules/comparison.ts";
import type { Comparison } from "../../rules/comparison.ts";
import { readRuleFile } from "../../rules/rule-file.ts";
import type { Plan } from "../plan/plan.ts";
import type { Recorder } from "./recorder.ts";

/** Prometheus gives no more points than this for one query. */
const mostPoints = 10_000;

interface Measured {
  readonly alert: string;
  /** Undefined: it compares with no single number. */
  readonly comparison: Comparison | undefined;
  readonly series: readonly Series[];
}

/** What each watched alert measures between two times, asked of the rules as they run. */
export async function measuredBetween(
  plan: Plan,
  prometheus: PrometheusReader,
  from: number,
  to: number,
): Promise<readonly Measured[]> {
  const rules = Object.entries(plan.rules).flatMap(([file, text]) =>
    readRuleFile(file, text).groups.flatMap((group) => group.rules),
  );
  const stepMs = Math.max(plan.timing.evaluationMs / plan.factor, (to - from) / mostPoints);
  return await Promise.all(
    rules
      .filter(({ kind }) => kind === "alert")
      .map(async ({ name, expr }): Promise<Measured> => {
        const comparison = comparisonOf(expr);
        const series = comparison ? await prometheus.range(comparison.measured, from, to, stepMs) : [];
        return { alert: name, comparison, series };
      }),
  );
}

/** How near each watched alert came since a time: the worst value of what it measures. */
export async function recordNearness(
  plan: Plan,
  prometheus: PrometheusReader,
  recorder: Recorder,
  since: number,
): Promise<void> {
  for (const { alert, comparison, series } of await measuredBetween(plan, prometheus, since, Date.now())) {
    if (!comparison) {
      recorder.record({ what: "note", note: `how near ${alert} came is not known: it compares with no single number` });
      continue;
    }
    const { sign, threshold } = comparison;
    recorder.record({ what: "nearness", alert, value: worst(series, comparison), sign, threshold });
  }
}

/** The value that is nearest to firing, or furthest beyond; null where there was nothing to measure. */
export function worst(series: readonly Series[], { sign, threshold }: Comparison): number | null {
  const distance = (value: number): number => {
    if (sign === ">" || sign === ">=") return threshold - value;
    if (sign === "<" || sign === "<=") return value - threshold;
    return sign === "==" ? Math.abs(value - threshold) : -Math.abs(value - threshold);
  };
  const values = series.flatMap(({ samples }) => samples.map(([, value]) => Number(value))).filter(Number.isFinite);
  return values.reduce<number | null>(
    (found, value) => (found === null || distance(value) < distance(found) ? value : found),
    null,
  );
}
