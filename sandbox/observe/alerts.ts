import type { Labels, Series } from "./series.ts";

/** One alert instance in one state: from the first evaluation that says so to the first that no longer does; null: to the end. */
export interface AlertPeriod {
  readonly name: string;
  readonly labels: Labels;
  readonly state: "pending" | "firing";
  readonly from: number;
  readonly until: number | null;
}

/**
 * Periods from the raw samples of `ALERTS` and the times at which groups were evaluated.
 * The HTTP API gives no stale markers, so an alert's end is the first evaluation of its group without a sample of it.
 * Alerts of one name may stand in several groups: an instance belongs to the group at whose evaluations its samples stand.
 */
export function alertPeriods(alerts: readonly Series[], evaluated: readonly Series[]): AlertPeriod[] {
  const evaluations = evaluated.map((series) => series.samples.map(([at]) => at));
  return alerts
    .flatMap((series): AlertPeriod[] => {
      const { __name__: _metric, alertname: name = "", alertstate, ...labels } = series.labels;
      if (alertstate !== "pending" && alertstate !== "firing") return [];
      const active = new Set(series.samples.map(([at]) => at));
      const shared = evaluations.map((times) => times.filter((at) => active.has(at)).length);
      const own = evaluations[shared.indexOf(Math.max(...shared))] ?? [];
      return runs(own, active).map((run) => ({ name, labels, state: alertstate, ...run }));
    })
    .toSorted((a, b) => a.from - b.from);
}

function runs(evaluations: readonly number[], active: ReadonlySet<number>): { from: number; until: number | null }[] {
  const found: { from: number; until: number | null }[] = [];
  let from: number | null = null;
  for (const at of evaluations) {
    if (active.has(at)) from ??= at;
    else if (from !== null) {
      found.push({ from, until: at });
      from = null;
    }
  }
  if (from !== null) found.push({ from, until: null });
  return found;
}
