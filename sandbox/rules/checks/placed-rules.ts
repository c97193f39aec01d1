import type { Rule, RuleFile, RuleGroup } from "../rule-file.ts";
import type { Path, YamlSource } from "../yaml-source.ts";

/** A rule, and where it stands. */
export interface PlacedRule {
  readonly rule: Rule;
  readonly group: RuleGroup;
  readonly source: YamlSource;
  readonly path: Path;
}

/** Every rule, in the order in which they stand. What has no name or no condition is refused, and more can't be said of it. */
export function placedRules({ rules }: { readonly rules: readonly RuleFile[] }): PlacedRule[] {
  return rules
    .flatMap(({ groups, source, root }) =>
      groups.flatMap((group, g) =>
        group.rules.map((rule, r) => ({ rule, group, source, path: [...root, "groups", g, "rules", r] })),
      ),
    )
    .filter(({ rule }) => rule.name !== "" && rule.expr !== "");
}

export function alertsIn(subject: { readonly rules: readonly RuleFile[] }): PlacedRule[] {
  return placedRules(subject).filter(({ rule }) => rule.kind === "alert");
}
