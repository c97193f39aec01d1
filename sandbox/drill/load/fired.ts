import { alertPeriods } from "../../observe/alerts.ts";
import type { PrometheusReader } from "../../observe/prometheus.ts";
import type { Labels } from "../../observe/series.ts";
import { evaluationMarker } from "../../services/evaluation-marker.ts";

/** An alert that fired while a load was on. Times are seconds since the load began; `until` is null where it still fired at the end. */
export interface FiredAlert {
  readonly alert: string;
  readonly labels: Labels;
  readonly from: number;
  readonly until: number | null;
}

/** Since `startedAt`, in real milliseconds since 1970. Only Prometheus' last evaluation before now is the end of what is known. */
export async function firedSince(startedAt: number, prometheus: PrometheusReader): Promise<readonly FiredAlert[]> {
  const overMs = Date.now() - startedAt + 1_000;
  const [alerts, evaluated] = await Promise.all([
    prometheus.samples("ALERTS", overMs),
    prometheus.samples(evaluationMarker, overMs),
  ]);
  const seconds = (at: number): number => Math.max(0, (at - startedAt) / 1000);
  return alertPeriods(alerts, evaluated)
    .filter(({ state }) => state === "firing")
    .map(({ name, labels, from, until }) => ({
      alert: name,
      labels,
      from: seconds(from),
      until: until === null ? null : seconds(until),
    }));
}
