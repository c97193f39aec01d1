import { selectors } from "../promql.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { knownSeries } from "./known-series.ts";

/** A histogram that is asked for as if it were a summary: by its bare name, or for a quantile. */
export const quantileOfHistogram: Check = {
  id: "quantile-of-histogram",
  find: (subject) => {
    const known = knownSeries(subject);
    return subject.expressions.flatMap(({ text, source, path }) =>
      selectors(text).flatMap(({ metric, matchers, offset, text: selector }) => {
        const base = metric?.replace(/_(?:bucket|count|sum)$/, "");
        if (metric === undefined || base === undefined) return [];
        const quantile = matchers.find(({ label }) => label === "quantile");
        const bare = known.isHistogram(metric);
        if (!bare && !(quantile && known.isHistogram(base))) return [];
        const message = quantile
          ? `\`${base}\` is a histogram, and quantile="${quantile.value}" is a label of summaries: this never has a value`
          : `\`${base}\` is a histogram: it has ${base}_bucket, _count and _sum, and no series of its bare name`;
        const share = quantile && Number(quantile.value) > 0 ? quantile.value : "0.95";
        const fix = `use histogram_quantile(${share}, sum by (le) (rate(${base}_bucket[5m])))`;
        return [foundAt(source, path, { from: offset, to: offset + selector.length }, message, fix)];
      }),
    );
  },
};
