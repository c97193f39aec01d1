import type { SyntaxNode } from "@lezer/common";
import { operands } from "../../rules/promql-types.ts";
import { parseExpr, type Selector, selectors } from "../../rules/promql.ts";
import type { Rule, RuleFile } from "../../rules/rule-file.ts";
import { recordedBy } from "../../rules/scale.ts";
import type { Reading } from "./plan.ts";

/** Made by rules, or by Prometheus of alerts: no target exports it. */
function madeHere(files: readonly RuleFile[]): ReadonlySet<string> {
  return new Set([...files.flatMap(recordedBy), "ALERTS", "ALERTS_FOR_STATE"]);
}

/** The metrics of the series that a rule reads from targets. */
export function metricsRead(rule: Rule, files: readonly RuleFile[]): string[] {
  const made = madeHere(files);
  return selectors(rule.expr).flatMap(({ metric }) => (metric === undefined || made.has(metric) ? [] : metric));
}

/**
 * What targets must export, or the alert among these rules can never fire. Where one of several would do (`x or y`), only
 * what all of them read: so nothing is said of alternatives that are all missing.
 */
export function readings(tested: readonly Rule[], files: readonly RuleFile[]): Reading[] {
  const made = madeHere(files);
  const ofAny = (rules: readonly Rule[], above: readonly Rule[]): Reading[] =>
    shared(rules.map((rule) => (above.includes(rule) ? [] : ofRule(rule, [...above, rule]))));
  const ofRule = (rule: Rule, above: readonly Rule[]): Reading[] => {
    const bySelector = new Map(selectors(rule.expr).map((one) => [one.offset, one]));
    return needed(parseExpr(rule.expr).tree.topNode, rule.expr, ({ from }) => {
      const selector = bySelector.get(from);
      if (selector?.metric === undefined) return [];
      const { metric } = selector;
      const recording = tested.filter(({ kind, name }) => kind === "record" && name === metric);
      return made.has(metric) ? ofAny(recording, above) : [{ rule: rule.name, metric, labels: labelsOf(selector) }];
    });
  };
  return ofAny(
    tested.filter(({ kind }) => kind === "alert"),
    [],
  );
}

// They have a value just where there is nothing.
const ofNothing = new Set(["absent", "absent_over_time", "scalar"]);

/** What `read` says of the selectors without which an expression has no value. */
function needed(node: SyntaxNode, text: string, read: (selector: SyntaxNode) => Reading[]): Reading[] {
  if (node.name === "VectorSelector") return read(node);
  const called = node.getChild("FunctionIdentifier");
  if (called && ofNothing.has(text.slice(called.from, called.to))) return [];
  const parts = operands(node.getChild("FunctionCallBody") ?? node);
  const sides = (node.getChild("Unless") ? parts.slice(0, 1) : parts).map((part) => needed(part, text, read));
  return node.getChild("Or") ? shared(sides) : sides.flat();
}

/** What every one of several alternatives reads, as the first of them does. */
function shared(alternatives: readonly (readonly Reading[])[]): Reading[] {
  const [first = [], ...others] = alternatives;
  return first.flatMap((reading) => {
    const same = others.map((other) => other.filter(({ metric }) => metric === reading.metric));
    if (same.some((found) => found.length === 0)) return [];
    const labels = reading.labels.filter((label) =>
      same.every((found) => found.some((one) => one.labels.includes(label))),
    );
    return [{ ...reading, labels }];
  });
}

function labelsOf({ matchers }: Selector): string[] {
  return matchers.filter(({ op, value }) => (op === "=" || op === "=~") && value !== "").map(({ label }) => label);
}
