import type { Series } from "../../observe/series.ts";

/** So many fewer than there should have been are no chance. */
const tellingShortfall = 10;

/**
 * Counters of one target that together grow by only a `share` of what they did: the time of the first sample since `asked` by which
 * at least ten are missing, and more than halfway from all to the share. Undefined: they grew as before, or nothing is known of before.
 */
export function firstSlower(series: readonly Series[], share: number, asked: number): number | undefined {
  const totals = [...sums(series)].toSorted(([a], [b]) => a - b);
  const before = totals.filter(([at]) => at < asked);
  const since = totals.filter(([at]) => at >= asked);
  const [first, last, begin] = [before[0], before.at(-1), since[0]];
  if (!first || !last || !begin || last[0] === first[0]) return undefined;
  const perMs = (last[1] - first[1]) / (last[0] - first[0]);
  return since.find(([at, total]) => {
    const usual = perMs * (at - begin[0]);
    const grown = total - begin[1];
    return usual - grown >= tellingShortfall && grown <= (usual * (1 + share)) / 2;
  })?.[0];
}

function sums(series: readonly Series[]): Map<number, number> {
  const totals = new Map<number, number>();
  for (const { samples } of series)
    for (const [at, value] of samples) totals.set(at, (totals.get(at) ?? 0) + Number(value));
  return totals;
}
