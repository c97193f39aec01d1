import { FiredrillError, inputError } from "../../errors.ts";
import type { Runtime } from "../../stack/service.ts";
import type { Drill } from "../drill.ts";
import type { Fixtures } from "../read/fixtures.ts";
import type { WantedFactor } from "./factor-of.ts";
import { makePlan } from "./make-plan.ts";
import type { Plan } from "./plan.ts";

/** The plans of several drills, where it is open on which runtime as processes would run them; rejects with everything that is wrong with any of them, each thing once. */
export function planAll(
  drills: readonly Drill[],
  fixtures: Fixtures,
  wanted: WantedFactor,
  runtime: Runtime["kind"] | "either",
): readonly Plan[] {
  const errors: FiredrillError[] = [];
  const plans = drills.flatMap((drill) => {
    try {
      return [makePlan(drill, fixtures, wanted, runtime)];
    } catch (error) {
      if (!(error instanceof FiredrillError)) throw error;
      errors.push(error);
      return [];
    }
  });
  const problems = new Map(errors.flatMap((error) => error.problems.map((one) => [JSON.stringify(one), one] as const)));
  if (problems.size > 0) throw inputError([...problems.values()]);
  if (errors[0]) throw errors[0];
  return plans;
}
