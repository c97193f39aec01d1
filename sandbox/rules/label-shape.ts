import type { SyntaxNode } from "@lezer/common";
import { operands } from "./promql-types.ts";
import { promqlText } from "./promql-text.ts";
import { selectors } from "./promql.ts";
import { aggregated, combined, dropped, open, taking } from "./label-shapes.ts";
import type { LabelShape } from "./label-shapes.ts";

/** What is known of the series of a metric. */
export interface KnownLabels {
  /** All labels that it has; undefined: not known. */
  labelsOf(metric: string): ReadonlySet<string> | undefined;
  /** Whether it is scraped, so that it has `job` and `instance`. */
  isScraped(metric: string): boolean;
}

const nobody: LabelShape = { only: new Set(), without: new Set(), fixed: new Map(), scraped: false };
const choosing = new Set(["topk", "bottomk", "limitk", "limit_ratio"]);

/** The labels that the series of an expression have; undefined for a number or a text, which has none to speak of. Pure. */
export function shapeOf(node: SyntaxNode, text: string, known: KnownLabels): LabelShape | undefined {
  const inside = operands(node.getChild("FunctionCallBody") ?? node);
  const shapes = (): (LabelShape | undefined)[] => inside.map((one) => shapeOf(one, text, known));
  if (node.name === "NumberDurationLiteral" || node.name === "StringLiteral") return undefined;
  if (node.name === "VectorSelector") return ofSelector(node, text, known);
  if (node.name === "BinaryExpr") return combined(node, text, shapes());
  const called = node.getChild("FunctionIdentifier") ?? node.getChild("AggregateOp");
  const name = called ? text.slice(called.from, called.to) : "";
  if (node.name === "AggregateExpr") {
    const inner = shapes().at(-1) ?? open;
    if (choosing.has(name)) return inner;
    const shape = aggregated(node, text, inner);
    return name === "count_values" ? taking(shape, literal(inside[0], text)) : shape;
  }
  if (node.name !== "FunctionCall") return shapes()[0];
  if (name === "scalar" || name === "time" || name === "pi") return undefined;
  if (name === "vector") return nobody;
  if (name === "absent" || name === "absent_over_time") {
    const { fixed } = shapes()[0] ?? open;
    return { ...nobody, only: new Set(fixed.keys()), fixed };
  }
  const of = shapes().find((one) => one !== undefined);
  if (name === "label_replace" || name === "label_join") return taking(of ?? open, literal(inside[1], text));
  if (name === "info") return open;
  return name.startsWith("histogram_quantile") && of ? dropped(of, ["le"]) : (of ?? nobody);
}

function ofSelector(node: SyntaxNode, text: string, known: KnownLabels): LabelShape {
  const { metric, matchers = [] } = selectors(text).find(({ offset }) => offset === node.from) ?? {};
  const only = metric === undefined ? undefined : known.labelsOf(metric);
  return {
    ...(only ? { only } : {}),
    without: new Set(),
    fixed: new Map(matchers.flatMap(({ label, op, value }) => (op === "=" && value !== "" ? [[label, value]] : []))),
    scraped: metric !== undefined && known.isScraped(metric),
  };
}

function literal(node: SyntaxNode | undefined, text: string): string {
  return node?.name === "StringLiteral" ? promqlText(text.slice(node.from, node.to)) : "";
}
