import type { KnownLabels } from "../label-shape.ts";
import type { Metric } from "../metric-catalogue.ts";
import type { ScrapeJob } from "../prometheus-config.ts";
import { knownSeries } from "./known-series.ts";
import type { Subject } from "./subject.ts";

/** The labels of what targets export; and their values. */
export interface TargetLabels extends KnownLabels {
  /** Every value that a label may have; undefined: any. */
  valuesOf(metric: string, label: string): readonly string[] | undefined;
}

/** By the catalogue, and what scraping adds. Jobs that relabel may have any labels. Pure. */
export function knownLabels(subject: Subject): TargetLabels {
  const known = knownSeries(subject);
  const jobs = new Map(subject.prometheus.flatMap(({ config }) => config.jobs.map((job) => [job.name, job] as const)));
  const sure = (metrics: readonly Metric[]): boolean =>
    metrics.length > 0 && metrics.every(({ job }) => !relabels(jobs.get(job)));
  return {
    labelsOf: (name) => {
      const metrics = known.exported(name);
      if (!sure(metrics)) return undefined;
      return new Set(metrics.flatMap((metric) => [...own(metric, name), ...added(jobs.get(metric.job))]));
    },
    isScraped: (name) => known.isScraped(name),
    valuesOf: (name, label) => {
      const lists = known.exported(name).map(({ labels }) => labels.get(label));
      return lists.length > 0 && lists.every((list) => list !== undefined) ? lists.flat() : undefined;
    },
  };
}

function own({ name, type, labels }: Metric, series: string): string[] {
  const part = series === name ? (type === "summary" ? ["quantile"] : []) : series.endsWith("_bucket") ? ["le"] : [];
  return [...labels.keys(), ...part];
}

function added(job: ScrapeJob | undefined): string[] {
  return ["job", "instance", ...(job?.staticConfigs.flatMap(({ labels }) => Object.keys(labels)) ?? [])];
}

/** What is discovered has whatever labels its discovery gives it, by relabelling. A `keep` or `drop` alone adds none. */
function relabels(job: ScrapeJob | undefined): boolean {
  const rules = ["relabel_configs", "metric_relabel_configs"].flatMap((key) => {
    const list = job?.raw[key];
    return Array.isArray(list) ? list : [];
  });
  return (
    job?.raw["honor_labels"] === true ||
    rules.some((one: { readonly action?: unknown } | null) => one?.action !== "keep" && one?.action !== "drop")
  );
}
