import type { SyntaxNode } from "@lezer/common";
import { promqlText } from "./promql-text.ts";

/** What is known of the labels that series have. */
export interface LabelShape {
  /** All that there may be; undefined: whatever the metric has. */
  readonly only?: ReadonlySet<string>;
  /** Those that are gone for sure. */
  readonly without: ReadonlySet<string>;
  /** Those that have one value in all series. */
  readonly fixed: ReadonlyMap<string, string>;
  /** Nothing has taken `job` and `instance` away, but `without`. */
  readonly scraped: boolean;
}

/** Nothing is known. */
export const open: LabelShape = { without: new Set(), fixed: new Map(), scraped: false };

/** Whether there may be a label. */
export function mayHave({ only, without }: LabelShape, label: string): boolean {
  return only ? only.has(label) : !without.has(label);
}

/** How the two sides of an operator find each other. */
export interface Matching {
  readonly kind: "on" | "ignoring";
  readonly labels: readonly string[];
  /** The side that keeps its own labels: many of it find one. */
  readonly many?: "left" | "right";
  /** What that side takes over from the other. */
  readonly included: readonly string[];
}

/** Without a clause all labels have to be the same. */
export function matchingOf(node: SyntaxNode, text: string): Matching {
  const clause = node.getChild("MatchingModifierClause");
  const lists = clause?.getChildren("GroupingLabels").map((list) => namesIn(list, text)) ?? [];
  const many = clause?.getChild("GroupLeft") ? "left" : clause?.getChild("GroupRight") ? "right" : undefined;
  // `on` and `ignoring` have their list first, empty as it may be.
  return {
    kind: clause?.getChild("On") ? "on" : "ignoring",
    labels: lists[0] ?? [],
    ...(many ? { many } : {}),
    included: lists[1] ?? [],
  };
}

/** Of the shapes of both sides of a binary operator; undefined: a number. */
export function combined(
  node: SyntaxNode,
  text: string,
  [left, right]: readonly (LabelShape | undefined)[],
): LabelShape | undefined {
  if (!left || !right) return left ?? right;
  if (node.getChild("And") ?? node.getChild("Unless")) return left;
  if (node.getChild("Or")) return either(left, right);
  const { kind, labels, many, included } = matchingOf(node, text);
  if (many) return included.reduce(taking, many === "left" ? left : right);
  return kind === "on" ? kept(left, labels) : dropped(left, labels);
}

/** What an aggregation leaves. */
export function aggregated(node: SyntaxNode, text: string, inner: LabelShape): LabelShape {
  const modifier = node.getChild("AggregateModifier");
  const list = modifier?.getChild("GroupingLabels");
  const labels = list ? namesIn(list, text) : [];
  return modifier?.getChild("Without") ? dropped(inner, labels) : kept(inner, labels);
}

function namesIn(list: SyntaxNode, text: string): string[] {
  const written = (name: string) => list.getChildren(name).map(({ from, to }) => text.slice(from, to));
  return [...written("LabelName"), ...written("QuotedLabelName").map(promqlText)];
}

function kept(shape: LabelShape, labels: readonly string[]): LabelShape {
  return {
    only: new Set(labels.filter((label) => mayHave(shape, label))),
    without: new Set(),
    fixed: new Map([...shape.fixed].filter(([label]) => labels.includes(label))),
    scraped: false,
  };
}

/** Without these. */
export function dropped({ only, without, fixed, scraped }: LabelShape, labels: readonly string[]): LabelShape {
  return {
    ...(only ? { only: new Set([...only].filter((label) => !labels.includes(label))) } : {}),
    without: new Set([...without, ...labels]),
    fixed: new Map([...fixed].filter(([label]) => !labels.includes(label))),
    scraped,
  };
}

/** With a label more, of whatever value. */
export function taking({ only, without, fixed, scraped }: LabelShape, label: string): LabelShape {
  return {
    ...(only ? { only: new Set([...only, label]) } : {}),
    without: new Set([...without].filter((one) => one !== label)),
    fixed: new Map([...fixed].filter(([one]) => one !== label)),
    scraped,
  };
}

function either(a: LabelShape, b: LabelShape): LabelShape {
  return {
    ...(a.only && b.only ? { only: new Set([...a.only, ...b.only]) } : {}),
    without: new Set(a.only || b.only ? [] : [...a.without].filter((label) => b.without.has(label))),
    fixed: new Map([...a.fixed].filter(([label, value]) => b.fixed.get(label) === value)),
    scraped: a.scraped && b.scraped,
  };
}
