import { burnRate, burnWindows } from "./burn-windows.ts";
import type { BurnWindow, Severity } from "./burn-windows.ts";
import { budgetOf } from "./slo.ts";
import type { Slo } from "./slo.ts";

/** Which conditions of an alert no service can meet, however bad it gets. */
export interface Reach {
  /** A sentence for each pair of windows that can never be true. */
  readonly never: readonly string[];
  /** Neither pair can: the alert can never fire. */
  readonly hopeless: boolean;
}

/**
 * Where all that is asked fails, the budget burns 1 ÷ (1 − objective) times as fast as it may; a higher burn rate does not
 * exist. Pure.
 */
export function reachOf(slo: Pick<Slo, "objective" | "periodMs">, severity: Severity): Reach {
  const fastest = 1 / budgetOf(slo);
  const never = burnWindows[severity].filter((pair) => burnRate(pair, slo.periodMs) >= fastest);
  return {
    never: never.map((pair) => sentence(slo, severity, pair, fastest)),
    hopeless: never.length === burnWindows[severity].length,
  };
}

function sentence(
  slo: Pick<Slo, "objective" | "periodMs">,
  severity: Severity,
  pair: BurnWindow,
  fastest: number,
): string {
  const factor = Number(burnRate(pair, slo.periodMs).toPrecision(3));
  return (
    `with an objective of ${slo.objective} % the budget burns at most ${Number(fastest.toPrecision(3))} times as fast as it may, ` +
    `so the ${severity}'s condition over ${pair.short} and ${pair.long} (${factor} times) can never be true`
  );
}
