import type { Outcome, Verdict } from "../drill/verdict.ts";

const outcomes = ["held", "deviated", "inconclusive"] as const satisfies readonly Outcome[];

/** `25 drills: 24 held, 1 deviated`; each count in the words of `dress`. */
export function countsOf(
  verdicts: readonly Pick<Verdict, "outcome">[],
  dress: (text: string, outcome: Outcome) => string = (text) => text,
): string {
  if (verdicts.length === 0) return "there was no drill";
  const counts = outcomes
    .map((outcome) => ({ outcome, count: verdicts.filter((verdict) => verdict.outcome === outcome).length }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => dress(`${count} ${outcome}`, outcome));
  return `${verdicts.length === 1 ? "1 drill" : `${verdicts.length} drills`}: ${counts.join(", ")}`;
}
