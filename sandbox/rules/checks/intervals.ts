import { selectors } from "../promql.ts";
import type { Selector } from "../promql.ts";
import { knownSeries } from "./known-series.ts";
import { placedRules } from "./placed-rules.ts";
import type { PlacedRule } from "./placed-rules.ts";
import type { Subject } from "./subject.ts";

/** Prometheus' own, where a configuration says nothing else. */
const preset = 60_000;

/** How often a rule is evaluated; undefined where no prometheus.yml says so. */
export function evaluationMs({ prometheus }: Subject, { group }: Pick<PlacedRule, "group">): number | undefined {
  // Of several configurations, the one that is most often right.
  const global = prometheus.map(({ config }) => config.evaluationIntervalMs);
  return group.intervalMs ?? (global.length > 0 ? Math.min(...global) : undefined);
}

/**
 * How far apart the samples of a selector lie: by the jobs that it asks for, else those that export it, else by any job,
 * where the shortest counts. Undefined where nothing says so.
 */
export function sampleIntervals(subject: Subject): (selector: Selector) => number | undefined {
  const known = knownSeries(subject);
  const jobs = subject.prometheus.flatMap(({ config }) => config.jobs);
  const recorded = new Map(
    placedRules(subject)
      .filter(({ rule }) => rule.kind === "record")
      .map((placed) => [placed.rule.name, evaluationMs(subject, placed) ?? preset]),
  );
  return ({ metric = "", matchers }) => {
    const own = recorded.get(metric);
    if (own !== undefined) return own;
    const job = matchers.find(({ label, op }) => label === "job" && op === "=")?.value;
    const exporters = known.exported(metric).map((one) => one.job);
    const wanted = job === undefined ? exporters : [job];
    const asked = jobs.filter(({ name }) => wanted.includes(name)).map(({ scrapeIntervalMs }) => scrapeIntervalMs);
    if (asked.length > 0) return Math.max(...asked);
    return jobs.length > 0 && wanted.length === 0 ? Math.min(...jobs.map((one) => one.scrapeIntervalMs)) : undefined;
  };
}

/** Selectors of windows, and what asks for them. */
export function windowsIn(text: string): (Selector & { readonly rangeMs: number })[] {
  return selectors(text).flatMap((one) => (one.rangeMs === undefined ? [] : [{ ...one, rangeMs: one.rangeMs }]));
}
