/** `inconclusive` is not a pass: what was to be seen could not be seen, or never got there. */
export type Outcome = "held" | "deviated" | "inconclusive";

/** Of many: a deviation outweighs what could not be seen, which outweighs what held. Nothing at all is inconclusive. */
export function overall(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes("deviated")) return "deviated";
  return outcomes.length === 0 || outcomes.includes("inconclusive") ? "inconclusive" : "held";
}

export const exitCode: Readonly<Record<Outcome, number>> = { held: 0, deviated: 1, inconclusive: 2 };
