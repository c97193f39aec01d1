import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import { suggestion } from "./nearest.ts";
import { aggregations, functions } from "./promql-functions.ts";
import type { ExprProblem } from "./promql-problem.ts";
import { promqlText } from "./promql-text.ts";
import { durationOf } from "./promql-duration.ts";
import { checkTypes, modified } from "./promql-types.ts";

export interface ParsedExpr {
  readonly text: string;
  readonly tree: Tree;
  /** Where the syntax is wrong, the first mistake only (what follows one is guesswork); else everything wrong with types. */
  readonly problems: readonly ExprProblem[];
}

const trees = new Map<string, Tree>();

/** Much is asked of the same few expressions. A tree never changes; those of more than a few thousand are not kept. */
function treeOf(text: string): Tree {
  let tree = trees.get(text);
  if (!tree) {
    tree = parser.parse(text);
    if (trees.size >= 5_000) trees.clear();
    trees.set(text, tree);
  }
  return tree;
}

/** Never throws. */
export function parseExpr(text: string): ParsedExpr {
  const tree = treeOf(text);
  const broken = firstError(tree, text);
  return { text, tree, problems: broken ? [broken] : checkTypes(tree.topNode, text) };
}

export interface Matcher {
  readonly label: string;
  readonly op: "=" | "!=" | "=~" | "!~";
  readonly value: string;
}

/** One selector of series in an expression. */
export interface Selector {
  /** Without range and offset: `http_requests_total{status_code=~"5.."}`. */
  readonly text: string;
  /** Undefined where no single name is asked for: `{job="api"}`. */
  readonly metric?: string;
  /** Without the one that gives the metric its name. */
  readonly matchers: readonly Matcher[];
  /** Of a range selector; undefined where it depends on the query (`step()`). */
  readonly rangeMs?: number;
  readonly offsetMs: number;
  /** The function or aggregation that is its nearest caller: `rate`. */
  readonly usedBy?: string;
  /** Where it begins in the expression. */
  readonly offset: number;
}

/** As long as its tree is kept. */
const selectorsOf = new WeakMap<Tree, readonly Selector[]>();

/** In the order in which they stand. */
export function selectors(text: string): readonly Selector[] {
  const tree = treeOf(text);
  const known = selectorsOf.get(tree);
  if (known) return known;
  const all: Selector[] = [];
  tree.iterate({
    enter: (ref) => {
      if (ref.name === "VectorSelector") all.push(selector(ref.node, text));
    },
  });
  selectorsOf.set(tree, all);
  return all;
}

/** How far back an expression looks: range, offset and the windows of the subqueries around it, summed; the longest of all. */
export function longestWindowMs(text: string): number {
  let longest = 0;
  treeOf(text).iterate({
    enter: (ref) => {
      if (ref.name !== "VectorSelector") return;
      let sum = 0;
      for (let node = ref.node.parent; node; node = node.parent) sum += lookback(node, ref.node, text);
      longest = Math.max(longest, sum);
    },
  });
  return longest;
}

/** Every label that an expression groups or matches by: `by`, `without`, `on`, `ignoring`, `group_left`. */
export function groupingLabels(text: string): string[] {
  const labels = new Set<string>();
  treeOf(text).iterate({
    enter: ({ node }) => {
      if (node.parent?.name !== "GroupingLabels") return;
      if (node.name === "LabelName") labels.add(slice(node, text));
      if (node.name === "QuotedLabelName") labels.add(promqlText(slice(node, text)));
    },
  });
  return [...labels];
}

function selector(node: SyntaxNode, text: string): Selector {
  const name = node.getChild("Identifier");
  const list = node.getChild("LabelMatchers");
  const quoted = list?.getChild("QuotedLabelName");
  const matchers = [
    ...(list?.getChildren("UnquotedLabelMatcher") ?? []),
    ...(list?.getChildren("QuotedLabelMatcher") ?? []),
  ]
    .toSorted((a, b) => a.from - b.from)
    .map((one) => matcher(one, text));
  const asked = matchers.find(({ label, op }) => label === "__name__" && op === "=");
  const metric = name ? slice(name, text) : quoted ? promqlText(slice(quoted, text)) : asked?.value;
  const range = node.parent?.name === "MatrixSelector" ? node.parent.getChild("DurationExpr") : null;
  const rangeMs = range ? durationOf(range, text) : undefined;
  const usedBy = caller(node, text);
  return {
    text: slice(node, text).trim(),
    ...(metric === undefined ? {} : { metric }),
    matchers: matchers.filter((one) => one !== asked),
    ...(rangeMs === undefined ? {} : { rangeMs }),
    offsetMs: ownOffset(node, text),
    ...(usedBy === undefined ? {} : { usedBy }),
    offset: node.from,
  };
}

function matcher(node: SyntaxNode, text: string): Matcher {
  const label = node.getChild("LabelName") ?? node.getChild("QuotedLabelName");
  const op = node.getChild("MatchOp");
  const value = node.getChild("StringLiteral");
  const name = label ? slice(label, text) : "";
  return {
    label: label?.name === "QuotedLabelName" ? promqlText(name) : name,
    op: (op ? slice(op, text) : "=") as Matcher["op"],
    value: value ? promqlText(slice(value, text)) : "",
  };
}

function ownOffset(selector: SyntaxNode, text: string): number {
  let sum = 0;
  for (let up = selector.parent; up; up = up.parent) {
    const target = up.name === "OffsetExpr" ? modified(up) : undefined;
    if (target?.from === selector.from && target.name !== "SubqueryExpr") sum += lookback(up, selector, text);
  }
  return sum;
}

/** What one node above a selector adds to how far back it looks. */
function lookback(node: SyntaxNode, selector: SyntaxNode, text: string): number {
  if (node.name === "OffsetExpr") {
    const offset = node.getChild("OffsetDurationExpr");
    const concerns = selector.from >= (modified(node)?.from ?? 0);
    return offset && concerns ? (durationOf(offset, text) ?? 0) : 0;
  }
  if (node.name !== "MatrixSelector" && node.name !== "SubqueryExpr") return 0;
  const range = node.getChild("DurationExpr");
  return range ? (durationOf(range, text) ?? 0) : 0;
}

function caller(node: SyntaxNode, text: string): string | undefined {
  for (let up = node.parent; up; up = up.parent) {
    const name =
      up.name === "FunctionCall"
        ? up.getChild("FunctionIdentifier")
        : up.name === "AggregateExpr"
          ? up.getChild("AggregateOp")
          : null;
    if (name) return slice(name, text);
  }
  return undefined;
}

const slice = (node: SyntaxNode, text: string) => text.slice(node.from, node.to);

function firstError(tree: Tree, text: string): ExprProblem | undefined {
  let found: ExprProblem | undefined;
  tree.iterate({
    enter: ({ node }) => {
      if (found) return false;
      if (node.type.isError) found = syntaxProblem(node, text);
      return !found;
    },
  });
  return found;
}

function syntaxProblem(node: SyntaxNode, text: string): ExprProblem {
  const parent = node.parent?.name ?? "";
  const unexpected = slice(node, text);
  if (text.trim() === "") return { offset: 0, message: "the expression is empty; expected PromQL" };
  if (node.parent?.name === "VectorSelector" && unexpected === "(") {
    const name = text.slice(node.parent.from, node.from).trim();
    return {
      offset: node.parent.from,
      message: `\`${name}\` is not a function of PromQL${suggestion(name, [...Object.keys(functions), ...aggregations], { list: false })}`,
    };
  }
  const what = expected[parent] ?? "expected an operator or the end of the expression";
  if (unexpected !== "") return { offset: node.from, message: `${what} before \`${unexpected}\`` };
  // What is missing is missed where the last thing ends, not on a line below.
  const before = text.slice(0, node.from).trimEnd();
  const atEnd = before.length === text.trimEnd().length;
  const place = atEnd ? "at the end of the expression" : `after \`${before.slice(-12)}\``;
  return { offset: before.length, message: `${what} ${place}` };
}

/** What is missing where the parser had to guess, by what it was reading. */
const expected: Readonly<Record<string, string>> = {
  MatrixSelector: "the range is not closed: expected `]`",
  SubqueryExpr: "the range is not closed: expected `]`",
  DurationExpr: "expected a duration such as 5m",
  OffsetExpr: "expected a duration such as 5m",
  FunctionCallBody: "expected an expression or `)`",
  ParenExpr: "expected an expression or `)`",
  LabelMatchers: 'expected a matcher such as job="api" or `}`',
  UnquotedLabelMatcher: "expected a quoted text",
  QuotedLabelMatcher: "expected a quoted text",
  GroupingLabels: "expected a label's name or `)`",
  AggregateModifier: "expected a list of labels such as (job)",
  AggregateExpr: "expected `(` and an expression",
  BinaryExpr: "expected an expression",
  UnaryExpr: "expected an expression",
  StepInvariantExpr: "expected a time in seconds, start() or end()",
};
