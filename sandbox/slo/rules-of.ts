import { alertRules } from "./alert-rules.ts";
import type { GeneratedGroup } from "./generated.ts";
import { metaRules } from "./meta-rules.ts";
import { sliRules } from "./sli-rules.ts";
import type { Slo } from "./slo.ts";

/** The rules of an objective, in groups that bear the names that Sloth gives them, so that its dashboards find them. Pure. */
export function rulesOf(slo: Slo): GeneratedGroup[] {
  const groups: readonly GeneratedGroup[] = [
    { name: `sloth-slo-sli-recordings-${slo.id}`, rules: sliRules(slo) },
    { name: `sloth-slo-meta-recordings-${slo.id}`, rules: metaRules(slo) },
    { name: `sloth-slo-alerts-${slo.id}`, rules: alertRules(slo) },
  ];
  return groups.filter(({ rules }) => rules.length > 0);
}
