import type { SyntaxNode } from "@lezer/common";
import { textOf } from "./change.ts";
import type { Change, Operator } from "./change.ts";

/** What an aggregation groups by: one label less, one more, the other way round, or nothing. */
export const groupingChanges: Operator = (node, expr) => {
  if (node.name !== "AggregateExpr") return [];
  const op = node.getChild("AggregateOp");
  const clause = node.getChild("AggregateModifier");
  if (!op) return [];
  const said = textOf(op, expr);
  const change = (what: string, test: string): Change => ({
    ...(clause ? { from: clause.from, to: clause.to } : { from: op.to, to: op.to }),
    text: clause ? what : ` ${what} `,
    what: `${said}${clause ? ` ${textOf(clause, expr)}` : ""} → ${said}${what === "" ? "" : ` ${what}`}`,
    test,
  });
  if (!clause) return [change("by (instance)", "two instances, which only together are beyond the limit")];
  const by = clause.getChild("By") !== null;
  const word = by ? "by" : "without";
  const labels = labelsOf(clause, expr);
  const other = ["instance", "job"].find((label) => !labels.includes(label));
  const less = labels.map((label) => {
    const rest = labels.filter((one) => one !== label);
    const text = rest.length > 0 ? `${word} (${rest.join(", ")})` : "";
    return change(text, `two values of ${label}, of which one alone is beyond the limit`);
  });
  const more = other === undefined ? [] : [change(`${word} (${[...labels, other].join(", ")})`, several(other))];
  const turned = change(
    `${by ? "without" : "by"} (${labels.join(", ")})`,
    `series that differ in more than ${labels.join(", ")}`,
  );
  return [...less, ...more, turned];
};

const several = (label: string): string => `two values of ${label}, which only together are beyond the limit`;

/** Which labels have to be the same on both sides of an operator: one less, or all of them. */
export const matchingChanges: Operator = (node, expr) => {
  const clause = node.name === "BinaryExpr" ? node.getChild("MatchingModifierClause") : null;
  const list = clause?.getChild("GroupingLabels");
  if (!clause || !list) return [];
  const labels = labelsOf(clause, expr);
  const was = textOf(clause, expr);
  const less = labels.map((label): Change => ({
    from: list.from,
    to: list.to,
    text: `(${labels.filter((one) => one !== label).join(", ")})`,
    what: `${was} → without ${label}`,
    test: `two values of ${label} on both sides`,
  }));
  const dropped = {
    from: clause.from,
    to: clause.to,
    text: "",
    what: `${was} → dropped`,
    test: "sides whose labels differ",
  };
  return [...less, dropped];
};

function labelsOf(clause: SyntaxNode, expr: string): string[] {
  const list = clause.getChild("GroupingLabels");
  const found = [...(list?.getChildren("LabelName") ?? []), ...(list?.getChildren("QuotedLabelName") ?? [])];
  return found.toSorted((a, b) => a.from - b.from).map((label) => textOf(label, expr));
}
