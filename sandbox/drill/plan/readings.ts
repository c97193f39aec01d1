import { selectors } from "../../rules/promql.ts";
import type { Rule, RuleFile } from "../../rules/rule-file.ts";
import { recordedBy } from "../../rules/scale.ts";
import type { Reading } from "./plan.ts";

/** The series that a rule reads from targets: neither recorded by another rule nor made by Prometheus of alerts. */
function scraped(rule: Rule, files: readonly RuleFile[]): ReturnType<typeof selectors> {
  const recorded = new Set([...files.flatMap(recordedBy), "ALERTS", "ALERTS_FOR_STATE"]);
  return selectors(rule.expr).filter(({ metric }) => metric !== undefined && !recorded.has(metric));
}

/** The metrics of those series. */
export function metricsRead(rule: Rule, files: readonly RuleFile[]): string[] {
  return scraped(rule, files).flatMap(({ metric }) => metric ?? []);
}

/** What must be there, or these rules can never fire. */
export function readings(tested: readonly Rule[], files: readonly RuleFile[]): Reading[] {
  return tested.flatMap((rule) =>
    scraped(rule, files)
      // What asks whether something is absent is right where it is.
      .filter(({ usedBy }) => usedBy !== "absent" && usedBy !== "absent_over_time")
      .map(({ metric = "", matchers }) => ({
        rule: rule.name,
        metric,
        labels: matchers
          .filter(({ op, value }) => (op === "=" || op === "=~") && value !== "")
          .map(({ label }) => label),
      })),
  );
}
