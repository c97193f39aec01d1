import { nearest } from "../nearest.ts";
import { selectors } from "../promql.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { knownSeries } from "./known-series.ts";

/** A selector of a metric that no target exports, no rule records and Prometheus does not make itself. */
export const metricNotExported: Check = {
  id: "metric-not-exported",
  find: (subject) => {
    const known = knownSeries(subject);
    if (!known.complete) return [];
    return subject.expressions.flatMap(({ text, source, path }) =>
      selectors(text).flatMap(({ metric, offset }) => {
        // That of a histogram is another's to say.
        if (metric === undefined || known.has(metric) || known.isHistogram(metric)) return [];
        const meant = meantBy(metric, [...known.names]);
        const fix =
          meant === undefined
            ? "export it, or ask for what is exported; what targets export stands in metrics.yml"
            : `did you mean \`${meant}\`?`;
        const part = { from: offset, to: offset + metric.length };
        return [foundAt(source, path, part, `nothing exports \`${metric}\`, so this never has a value`, fix)];
      }),
    );
  },
};

/** Metrics of one thing begin alike: that tells more than letters do, `memory_usage_bytes` of `memory_usage_percent`. */
function meantBy(metric: string, names: readonly string[]): string | undefined {
  const words = metric.split("_");
  const alike = (name: string): number => {
    const others = name.split("_");
    const differing = words.findIndex((word, i) => word !== others[i]);
    return differing === -1 ? words.length : differing;
  };
  const most = Math.max(0, ...names.map(alike));
  const related = most > 1 && most * 2 >= words.length ? names.filter((name) => alike(name) === most) : names;
  return nearest(metric, related) ?? (related.length === 1 ? related[0] : undefined);
}
