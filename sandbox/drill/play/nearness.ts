import type { PrometheusReader } from "../../observe/prometheus.ts";
import type { Series } from "../../observe/series.ts";
import { comparisonOf } from "../../rules/comparison.ts";
import type { Comparison } from "../../rules/comparison.ts";
import { readRuleFile } from "../../rules/rule-file.ts";
import type { Plan } from "../plan/plan.ts";
import type { Recorder } from "./recorder.ts";

/** Prometheus gives no more points than this for one query. */
const mostPoints = 10_000;

/** How near each watched alert came since a time: the worst value of what it measures, asked of the rules as they run. */
export async function recordNearness(
  plan: Plan,
  prometheus: PrometheusReader,
  recorder: Recorder,
  since: number,
): Promise<void> {
  const now = Date.now();
  const rules = Object.entries(plan.rules).flatMap(([file, text]) =>
    readRuleFile(file, text).groups.flatMap((group) => group.rules),
  );
  const stepMs = Math.max(plan.timing.evaluationMs / plan.factor, (now - since) / mostPoints);
  for (const { kind, name, expr } of rules) {
    if (kind !== "alert") continue;
    const comparison = comparisonOf(expr);
    if (!comparison) {
      recorder.record({ what: "note", note: `how near ${name} came is not known: it compares with no single number` });
      continue;
    }
    const { measured, sign, threshold } = comparison;
    const series = await prometheus.range(measured, since, now, stepMs);
    recorder.record({ what: "nearness", alert: name, value: worst(series, comparison), sign, threshold });
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
