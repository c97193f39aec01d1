import { shapeOf } from "../label-shape.ts";
import { mayHave } from "../label-shapes.ts";
import { operands } from "../promql-types.ts";
import { parseExpr } from "../promql.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { knownLabels } from "./known-labels.ts";

/** A quantile of buckets that an aggregation has thrown together: without `le` there are none. */
export const quantileWithoutLe: Check = {
  id: "quantile-without-le",
  find: (subject) => {
    const known = knownLabels(subject);
    return subject.expressions.flatMap(({ text, source, path }) => {
      const calls: { from: number; to: number }[] = [];
      parseExpr(text)
        .tree.cursor()
        .iterate(({ node }) => {
          if (node.name !== "FunctionCall" || !node.getChild("FunctionIdentifier")?.getChild("HistogramQuantile"))
            return;
          const buckets = operands(node.getChild("FunctionCallBody") ?? node)[1];
          // Of native histograms there are no buckets to keep apart.
          const classic = buckets && /_bucket\b/.test(text.slice(buckets.from, buckets.to));
          const shape = classic ? shapeOf(buckets, text, known) : undefined;
          if (buckets && shape && !mayHave(shape, "le")) calls.push(buckets);
        });
      return calls.map(({ from, to }) => {
        const message =
          "histogram_quantile() needs the label `le`, and the aggregation leaves none: this never has a value";
        return foundAt(source, path, { from, to }, message, "aggregate by `le` as well");
      });
    });
  },
};
