import { milliseconds } from "../rules/duration.ts";
import { windowsRead } from "./burn-windows.ts";
import { merged } from "./generated.ts";
import type { GeneratedRule } from "./generated.ts";
import { errorMetric, idLabels, idMatchers } from "./names.ts";
import { ratioOf } from "./slo.ts";
import type { Slo } from "./slo.ts";

const dayMs = 86_400_000;

/** What dashboards read: the objective, its budget and period, how fast that burns and what is left of it. */
export function metaRules(slo: Slo): GeneratedRule[] {
  const labels = merged(idLabels(slo), slo.labels);
  const record = (name: string, expr: string, more: Readonly<Record<string, string>> = {}): GeneratedRule => ({
    record: name,
    expr,
    labels: merged(labels, more),
  });
  const shortest = Math.min(...windowsRead().map(milliseconds));
  return [
    record("slo:objective:ratio", `vector(${ratioOf(slo)})`),
    record("slo:error_budget:ratio", `vector(1-${ratioOf(slo)})`),
    record("slo:time_period:days", `vector(${slo.periodMs / dayMs})`),
    record("slo:current_burn_rate:ratio", burnRateOver(slo, shortest)),
    record("slo:period_burn_rate:ratio", burnRateOver(slo, slo.periodMs)),
    record("slo:period_error_budget_remaining:ratio", `1 - slo:period_burn_rate:ratio${idMatchers(slo)}`),
    record("sloth_slo_info", "vector(1)", {
      sloth_mode: slo.spec === "prometheus/v1" ? "cli-gen-prom" : "cli-gen-openslo",
      sloth_objective: String(slo.objective),
      sloth_spec: slo.spec,
      sloth_version: "firedrill",
    }),
  ];
}

function burnRateOver(slo: Slo, windowMs: number): string {
  const own = idMatchers(slo);
  return `${errorMetric(windowMs)}${own}\n/ on(sloth_id, sloth_slo, sloth_service) group_left\nslo:error_budget:ratio${own}\n`;
}
