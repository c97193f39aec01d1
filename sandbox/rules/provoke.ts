import { parseDocument, isMap, isSeq } from "yaml";
import { thresholds } from "./mutate/threshold.ts";
import { parseExpr } from "./promql.ts";

/**
 * How an alert is made to fire on less than it asks for. `nearer`: without its `for`, and with each threshold twice or half
 * of what it is; `turned`: each comparison the other way round, or where none is, whenever it would not; which fires on whatever there is.
 */
export type Provocation = "nearer" | "turned";

/**
 * A rule file in which each alert is a set of alerts of its name, each provoked in another way. The text must be a rule file
 * that Prometheus accepts. A test that says of the alert that it never fires has to fail on one of the two.
 */
export function provoke(ruleFile: string, how: Provocation): string {
  const document = parseDocument(ruleFile, { merge: true });
  const groups = document.get("groups");
  for (const group of isSeq(groups) ? groups.items : []) {
    const rules = isMap(group) ? group.get("rules") : undefined;
    if (!isSeq(rules)) continue;
    rules.items = rules.items.flatMap((rule) => {
      if (!isMap(rule) || !rule.has("alert")) return [rule];
      const expr = String(rule.get("expr"));
      const others = how === "nearer" ? [expr, ...nearer(expr)] : turned(expr);
      return others.map((other, i) =>
        document.createNode({ alert: rule.get("alert"), expr: other, labels: { provoked: String(i) } }),
      );
    });
  }
  return document.toString({ lineWidth: 0 });
}

function nearer(expr: string): string[] {
  return thresholds(expr).flatMap((node) => {
    const value = Number(expr.slice(node.from, node.to));
    if (Number.isNaN(value)) return [];
    return (value === 0 ? [1] : [2 * value, value / 2]).map(
      (other) => expr.slice(0, node.from) + String(Number(other.toPrecision(12))) + expr.slice(node.to),
    );
  });
}

const opposite: Readonly<Record<string, string>> = { Gtr: "<=", Gte: "<", Lss: ">=", Lte: ">", Eql: "!=", Neq: "==" };

function turned(expr: string): string[] {
  const found: string[] = [];
  parseExpr(expr).tree.iterate({
    enter: ({ node }) => {
      const other = node.parent?.name === "BinaryExpr" ? opposite[node.name] : undefined;
      if (other !== undefined) found.push(expr.slice(0, node.from) + other + expr.slice(node.to));
    },
  });
  return found.length > 0 ? found : [`absent(${expr})`];
}
