import type { Problem } from "../errors.ts";
import type { Path, YamlSource } from "../rules/yaml-source.ts";
import { bucketDoubts } from "../rules/buckets.ts";
import type { Buckets } from "../rules/buckets.ts";
import { hasWindow, promqlProblems, queryProblems, sample } from "./query.ts";

/**
 * What is wrong with a query that stands at a path, and what may surprise. `window`: `own`, it has to say where its window
 * goes; `any`, a selector without one is right as well.
 */
export function checkQuery(
  source: YamlSource,
  path: Path,
  query: string,
  buckets: Buckets | undefined,
  window: "own" | "any" = "own",
): { readonly problems: readonly Problem[]; readonly notes: readonly Problem[] } {
  const wrong = window === "any" && !hasWindow(query) ? promqlProblems(query) : queryProblems(query);
  const doubts = wrong.length > 0 || !buckets ? { problems: [], notes: [] } : bucketDoubts(sample(query), buckets);
  const placed = ({ offset, message }: { offset: number; message: string }): Problem =>
    source.problemIn(path, offset, message);
  return { problems: [...wrong, ...doubts.problems].map(placed), notes: doubts.notes.map(placed) };
}
