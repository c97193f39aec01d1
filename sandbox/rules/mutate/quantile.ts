import { operands } from "../promql-types.ts";
import { textOf } from "./change.ts";
import type { Operator } from "./change.ts";

const callers = new Set(["histogram_quantile", "quantile_over_time", "quantile"]);
const common = [0.5, 0.95, 0.99];

/** Another of the quantiles that people ask for. */
export const quantileChanges: Operator = (node, expr) => {
  const name = node.getChild("FunctionIdentifier") ?? node.getChild("AggregateOp");
  const body = node.getChild("FunctionCallBody");
  const number = body ? operands(body)[0] : undefined;
  if (!name || !callers.has(textOf(name, expr)) || number?.name !== "NumberDurationLiteral") return [];
  const was = textOf(number, expr);
  return common
    .filter((other) => other !== Number(was))
    .map((other) => ({
      from: number.from,
      to: number.to,
      text: String(other),
      what: `quantile ${was} → ${other}`,
      test: `a share of slow ones between ${share(1 - Number(was), 1 - other)}, so that one quantile is beyond the limit and the other is not`,
    }));
};

function share(a: number, b: number): string {
  const [low, high] = [Math.min(a, b), Math.max(a, b)].map((one) => `${Number((one * 100).toPrecision(4))} %`);
  return `${low} and ${high}`;
}
