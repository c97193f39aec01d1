import type { SyntaxNode } from "@lezer/common";
import { type ExprType, functions } from "./promql-functions.ts";
import type { ExprProblem } from "./promql-problem.ts";
import { promqlText } from "./promql-text.ts";
import { regexProblem } from "./regex-problem.ts";

const noun: Readonly<Record<ExprType, string>> = {
  vector: "series (an instant vector)",
  matrix: "series over a range such as x[5m]",
  scalar: "a number",
  string: "a quoted text",
};

const comparison = new Set(["Eql", "Neq", "Gtr", "Gte", "Lss", "Lte"]);
const sets = new Set(["And", "Or", "Unless"]);
const withParameter: Readonly<Record<string, ExprType>> = {
  Bottomk: "scalar",
  Topk: "scalar",
  LimitK: "scalar",
  LimitRatio: "scalar",
  Quantile: "scalar",
  CountValues: "string",
};

/** How what only a rule may not be begins: a query may be a range or a text. */
export const ofRules = "a rule needs";

/** Everything that Prometheus would refuse although the syntax is right: wrong arguments, a range where none may be. */
export function checkTypes(top: SyntaxNode, text: string): ExprProblem[] {
  const problems: ExprProblem[] = [];
  const expr = operands(top)[0];
  if (!expr) return problems;
  const type = typeOf(expr, text, problems);
  if (problems.length === 0 && (type === "matrix" || type === "string"))
    problems.push({
      offset: expr.from,
      message: `${ofRules} ${noun.vector} or ${noun.scalar}, and this is ${noun[type]}`,
    });
  return problems;
}

/** The children that are expressions themselves: no modifiers, no operators, no durations. */
export function operands(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) if (isExpr(child.name)) found.push(child);
  return found;
}

function isExpr(name: string): boolean {
  return (
    name === "FunctionCall" ||
    name === "MatrixSelector" ||
    name === "VectorSelector" ||
    name === "NumberDurationLiteral" ||
    name === "StringLiteral" ||
    (name.endsWith("Expr") && name !== "DurationExpr" && name !== "OffsetDurationExpr")
  );
}

function typeOf(node: SyntaxNode, text: string, problems: ExprProblem[]): ExprType {
  const expect = (child: SyntaxNode | undefined, wanted: readonly ExprType[], who: string): ExprType => {
    const type = child ? typeOf(child, text, problems) : "vector";
    if (child && !wanted.includes(type))
      problems.push({
        offset: child.from,
        message: `${who} needs ${wanted.map((one) => noun[one]).join(" or ")}, and this is ${noun[type]}`,
      });
    return type;
  };
  const [first, second] = operands(node);
  if (node.name === "NumberDurationLiteral") return "scalar";
  if (node.name === "StringLiteral") return "string";
  if (node.name === "VectorSelector") return checkSelector(node, text, problems);
  if (node.name === "MatrixSelector") {
    if (first?.name !== "VectorSelector")
      problems.push({
        offset: node.from,
        message:
          "only a selector can have a range; for the values of an expression over time write a subquery such as (…)[1h:1m]",
      });
    else checkSelector(first, text, problems);
    return "matrix";
  }
  if (node.name === "SubqueryExpr") {
    if (first && operators.has(first.name))
      problems.push({
        offset: first.from,
        message: "a subquery binds to what stands right before it; put the expression in parentheses",
      });
    expect(first, ["vector", "scalar"], "a subquery");
    return "matrix";
  }
  if (node.name === "UnaryExpr") return expect(first, ["vector", "scalar"], "a sign");
  if (node.name === "FunctionCall") return checkCall(node, text, expect, problems);
  if (node.name === "AggregateExpr") return checkAggregation(node, text, expect, problems);
  if (node.name === "OffsetExpr" || node.name === "StepInvariantExpr") checkModifier(node, problems);
  if (node.name !== "BinaryExpr") return first ? typeOf(first, text, problems) : "vector";
  const sign = first ? first.nextSibling : null;
  const name = sign?.name ?? "";
  const operator = `the operator \`${sign ? text.slice(sign.from, sign.to) : ""}\``;
  const wanted: readonly ExprType[] = sets.has(name) ? ["vector"] : ["vector", "scalar"];
  const group = node.getChild("MatchingModifierClause");
  if (sets.has(name) && (group?.getChild("GroupLeft") ?? group?.getChild("GroupRight")))
    problems.push({
      offset: group?.from ?? node.from,
      message: `${operator} matches many to many; remove the group_left or group_right`,
    });
  const types = [expect(first, wanted, operator), expect(second, wanted, operator)];
  if (group && groupedBy(group) > 0 && types.includes("scalar") && !sets.has(name))
    problems.push({
      offset: group.from,
      message: `${operator} has a number on one side, which has no labels to match; remove on, ignoring and group_`,
    });
  if (comparison.has(name) && types.every((type) => type === "scalar") && !node.getChild("BoolModifier"))
    problems.push({
      offset: node.from,
      message: "two numbers can only be compared with `bool`, and the result never changes",
    });
  return types.every((type) => type === "scalar") ? "scalar" : "vector";
}

/** How many labels stand in an `on` or `ignoring`. */
function groupedBy(clause: SyntaxNode): number {
  return clause.getChild("GroupingLabels")?.getChildren("LabelName").length ?? 0;
}

/** What stands above a selector or a subquery in the tree and moves or bends its time. */
export const modifiers: ReadonlySet<string> = new Set([
  "OffsetExpr",
  "StepInvariantExpr",
  "AnchoredExpr",
  "SmoothedExpr",
]);

/**
 * What an offset or `@` applies to. In the parser's tree the modifier of `a + b offset 5m` stands above the whole sum; for
 * Prometheus it belongs to `b`.
 */
export function modified(node: SyntaxNode): SyntaxNode | undefined {
  // The time of `@` is an operand as well, and comes last.
  const inner = operands(node).at(modifiers.has(node.name) ? 0 : -1);
  return inner && (modifiers.has(inner.name) || operators.has(inner.name)) ? modified(inner) : inner;
}

const operators = new Set(["BinaryExpr", "UnaryExpr"]);

/** An offset or `@` belongs to a selector or a subquery, once. */
function checkModifier(node: SyntaxNode, problems: ExprProblem[]): void {
  const what = node.name === "OffsetExpr" ? "an offset" : "`@`";
  const target = modified(node);
  for (let up = target?.parent; up && up.from >= node.from && up.to < node.to; up = up.parent)
    if (up.name === node.name) problems.push({ offset: node.from, message: `${what} stands twice; keep one` });
  if (target && !["VectorSelector", "MatrixSelector", "SubqueryExpr"].includes(target.name)) {
    const message = `${what} can only follow a selector or a subquery; move it to the selectors inside`;
    problems.push({ offset: target.from, message });
  }
}

type Expect = (child: SyntaxNode | undefined, wanted: readonly ExprType[], who: string) => ExprType;

function checkCall(node: SyntaxNode, text: string, expect: Expect, problems: ExprProblem[]): ExprType {
  const identifier = node.getChild("FunctionIdentifier");
  const name = identifier ? text.slice(identifier.from, identifier.to) : "";
  const signature = functions[name];
  const body = node.getChild("FunctionCallBody");
  const args = body ? operands(body) : [];
  if (!signature) return "vector";
  if (args.length < signature.least || args.length > signature.most) {
    const count =
      signature.least === signature.most
        ? String(signature.least)
        : signature.most === Infinity
          ? `at least ${signature.least}`
          : `${signature.least} to ${signature.most}`;
    problems.push({
      offset: node.from,
      message: `${name}() takes ${count} argument${count === "1" ? "" : "s"}, and here ${args.length === 1 ? "is" : "are"} ${args.length}`,
    });
  }
  if (name === "label_replace") checkRegex(args[4], text, problems);
  for (const [index, arg] of args.entries())
    expect(arg, [signature.args[index] ?? signature.args.at(-1) ?? "vector"], `${name}()`);
  return signature.returns;
}

function checkAggregation(node: SyntaxNode, text: string, expect: Expect, problems: ExprProblem[]): ExprType {
  const op = node.getChild("AggregateOp");
  const name = op ? text.slice(op.from, op.to) : "";
  const parameter = withParameter[op?.firstChild?.name ?? ""];
  const body = node.getChild("FunctionCallBody");
  const args = body ? operands(body) : [];
  const count = parameter ? 2 : 1;
  if (args.length !== count)
    problems.push({
      offset: node.from,
      message: `${name}() takes ${count} argument${count === 1 ? "" : "s"}, and here ${args.length === 1 ? "is" : "are"} ${args.length}`,
    });
  if (parameter && args.length === 2) expect(args[0], [parameter], `${name}()`);
  expect(args.length === count ? args.at(-1) : undefined, ["vector"], `${name}()`);
  return "vector";
}

function checkRegex(literal: SyntaxNode | null | undefined, text: string, problems: ExprProblem[]): void {
  if (literal?.name !== "StringLiteral") return;
  const pattern = promqlText(text.slice(literal.from, literal.to));
  const why = regexProblem(pattern);
  if (why !== undefined)
    problems.push({ offset: literal.from, message: `the regular expression \`${pattern}\` ${why}` });
}

function checkSelector(node: SyntaxNode, text: string, problems: ExprProblem[]): ExprType {
  const list = node.getChild("LabelMatchers");
  const named = node.getChild("Identifier") ?? list?.getChild("QuotedLabelName");
  const matchers = [
    ...(list?.getChildren("UnquotedLabelMatcher") ?? []),
    ...(list?.getChildren("QuotedLabelMatcher") ?? []),
  ];
  const again = matchers.find((matcher) => {
    const label = matcher.getChild("LabelName");
    return (
      label && text.slice(label.from, label.to) === "__name__" && matcher.getChild("MatchOp")?.getChild("EqlSingle")
    );
  });
  if (named && again) problems.push({ offset: again.from, message: "the metric's name is given twice; keep one" });
  for (const matcher of matchers)
    if (matcher.getChild("MatchOp")?.firstChild?.name.endsWith("Regex") === true)
      checkRegex(matcher.getChild("StringLiteral"), text, problems);
  const selective = matchers.some((matcher) => {
    const value = matcher.getChild("StringLiteral");
    const inner = value ? text.slice(value.from + 1, value.to - 1) : "";
    const op = matcher.getChild("MatchOp")?.firstChild?.name;
    return op === "EqlSingle" ? inner !== "" : op === "EqlRegex" ? inner !== "" && inner !== ".*" : inner === "";
  });
  if (!named && !selective)
    problems.push({
      offset: node.from,
      message: "a selector without a name needs at least one matcher that does not match the empty text",
    });
  return "vector";
}
