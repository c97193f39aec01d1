import { FiredrillError } from "../../errors.ts";
import { mutatedFile } from "../../rules/mutate/mutated-file.ts";
import { mutantsOf } from "../../rules/mutate/mutants.ts";
import type { Mutant } from "../../rules/mutate/mutants.ts";
import { readRuleFile } from "../../rules/rule-file.ts";
import type { Prediction } from "../../prove/predict.ts";
import type { Runtime } from "../../stack/service.ts";
import { isUnderTest } from "../drill.ts";
import type { Drill } from "../drill.ts";
import { impossible } from "../judge/impossible.ts";
import type { Journal } from "../journal.ts";
import { makePlan } from "../plan/make-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { foretell } from "../play/foretell.ts";
import type { Fixtures } from "../read/fixtures.ts";
import type { Finding } from "../verdict.ts";

/** A mutant, and the drills that deviate where it stands in the rule's place; none: it survives. */
export interface Doubted {
  readonly mutant: Mutant;
  readonly killers: readonly { readonly drill: string; readonly why: string }[];
}

/**
 * Every threshold and `for` of every alert that is off by a factor of two, against the drills that have it under test, on the
 * ideal signal of their faults, in virtual time. A drill whose fault predicts nothing notices nothing here.
 */
export async function doubt(fixtures: Fixtures, drills: readonly Drill[], runtime: Runtime): Promise<Doubted[]> {
  const all = mutantsOf(fixtures.rules).filter(
    ({ rule, factor }) => rule.kind === "alert" && (factor === 2 || factor === 0.5),
  );
  const trials = all.flatMap((mutant) => {
    const mutated = withMutant(fixtures, mutant);
    return drills
      .filter((drill) => isUnderTest(drill, mutant.rule))
      .map((drill) => {
        // One drill is tried on many mutants: each has its own prediction.
        const own = { ...drill };
        return { mutant, drill: own, plan: makePlan(own, mutated, "auto", runtime.kind) };
      });
  });
  const foretold = await foretell(
    trials.map(({ drill, plan }) => [drill, plan] as const),
    { runtime },
  );
  return all.map((mutant) => ({
    mutant,
    killers: trials
      .filter((trial) => trial.mutant === mutant)
      .flatMap(({ drill, plan }) => {
        const predicted = foretold.get(drill);
        const [finding] = predicted ? deviations(drill, plan, predicted) : [];
        return finding ? [{ drill: drill.name, why: `${finding.what}: ${finding.observed}` }] : [];
      }),
  }));
}

function withMutant(fixtures: Fixtures, mutant: Mutant): Fixtures {
  const rules = fixtures.rules.map((one) =>
    one.file === mutant.file ? readRuleFile(one.file, mutatedFile(one, mutant) ?? one.text) : one,
  );
  return { ...fixtures, rules };
}

/** What virtual time alone says against a drill. Throws where promtool could not say. */
export function deviations(drill: Drill, { factor, timing }: Plan, predicted: Prediction | FiredrillError): Finding[] {
  if (predicted instanceof FiredrillError) throw predicted;
  const events: Journal["events"] = [{ at: 0, what: "predicted", ...predicted }];
  return impossible({ schema: 1, drill, factor, timing, events, series: [] });
}
