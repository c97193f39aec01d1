import { selectors } from "../promql.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { knownSeries } from "./known-series.ts";
import { meantBy } from "./meant-by.ts";

/** A selector of a metric that no target exports, no rule records and Prometheus does not make itself. */
export const metricNotExported: Check = {
  id: "metric-not-exported",
  find: (subject) => {
    const known = knownSeries(subject);
    if (!known.complete) return [];
    const meant = new Map<string, string | undefined>();
    const meantFor = (metric: string): string | undefined => {
      if (!meant.has(metric)) meant.set(metric, meantBy(metric, known.names));
      return meant.get(metric);
    };
    return subject.expressions.flatMap(({ text, source, path }) =>
      selectors(text).flatMap(({ metric, offset }) => {
        // That of a histogram is another's to say.
        if (metric === undefined || known.has(metric) || known.isHistogram(metric)) return [];
        const likely = meantFor(metric);
        const fix =
          likely === undefined
            ? "export it, or ask for what is exported; what targets export stands in metrics.yml"
            : `did you mean \`${likely}\`?`;
        const part = { from: offset, to: offset + metric.length };
        return [foundAt(source, path, part, `nothing exports \`${metric}\`, so this never has a value`, fix)];
      }),
    );
  },
};
