import type { Evidence } from "../../fault/fault.ts";
import type { Series } from "../../observe/series.ts";

/** The time of the first sample since `asked` that shows the fault; undefined: none does. */
export function firstEvidence(series: readonly Series[], evidence: Evidence, asked: number): number | undefined {
  const shows = series.flatMap(({ samples }) => {
    const before = samples.findLast(([at]) => at < asked)?.[1];
    const found = samples.find(
      ([at, value]) =>
        at >= asked && (evidence.shows === "zero" ? Number(value) === 0 : Number(value) > Number(before ?? 0)),
    );
    return found ? [found[0]] : [];
  });
  return shows.length === 0 ? undefined : Math.min(...shows);
}
