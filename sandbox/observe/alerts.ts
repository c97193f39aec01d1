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
 * `groupOf` names the group that an alert's rule stands in.
 */
export function alertPeriods(
  alerts: readonly Series[],
  evaluated: readonly Series[],
  groupOf: (alert: string) => string | undefined,
): AlertPeriod[] {
  const evaluations = new Map(
    evaluated.map((series) => [series.labels["rule_group"], series.samples.map(([at]) => at)]),
  );
  return alerts
    .flatMap((series): AlertPeriod[] => {
      const { __name__: _metric, alertname: name = "", alertstate, ...labels } = series.labels;
      if (alertstate !== "pending" && alertstate !== "firing") return [];
      const active = new Set(series.samples.map(([at]) => at));
      return runs(evaluations.get(groupOf(name)) ?? [], active).map((run) => ({
        name,
        labels,
        state: alertstate,
        ...run,
      }));
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
