import type { Series } from "../../observe/series.ts";

/** So many fewer than there should have been, or more, are no chance. */
const telling = 10;

interface Growth {
  readonly at: number;
  /** By how much it grew since the first sample after `asked`, and by how much it would have if nothing had changed. */
  readonly grown: number;
  readonly usual: number;
}

/**
 * Counters of one target that together grow by only a `share` of what they did: the time of the first sample since `asked` by which
 * at least ten are missing, and more than halfway from all to the share. Undefined: they grew as before, or nothing is known of before.
 */
export function firstSlower(series: readonly Series[], share: number, asked: number): number | undefined {
  return growthSince(series, asked).find(
    ({ grown, usual }) => usual - grown >= telling && grown <= (usual * (1 + share)) / 2,
  )?.at;
}

/** Counters of one target that together grow by more than they did: the time of the first sample since `asked` by which there are at least ten more. */
export function firstFaster(series: readonly Series[], asked: number): number | undefined {
  return growthSince(series, asked).find(({ grown, usual }) => grown - usual >= telling)?.at;
}

/** Empty where nothing is known of before. */
function growthSince(series: readonly Series[], asked: number): Growth[] {
  const totals = [...sums(series)].toSorted(([a], [b]) => a - b);
  const before = totals.filter(([at]) => at < asked);
  const since = totals.filter(([at]) => at >= asked);
  const [first, last, begin] = [before[0], before.at(-1), since[0]];
  if (!first || !last || !begin || last[0] === first[0]) return [];
  const perMs = (last[1] - first[1]) / (last[0] - first[0]);
  return since.map(([at, total]) => ({ at, grown: total - begin[1], usual: perMs * (at - begin[0]) }));
}

function sums(series: readonly Series[]): Map<number, number> {
  const totals = new Map<number, number>();
  for (const { samples } of series)
    for (const [at, value] of samples) totals.set(at, (totals.get(at) ?? 0) + Number(value));
  return totals;
}
