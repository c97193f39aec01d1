import { seriesOf } from "../metric-catalogue.ts";
import type { Metric } from "../metric-catalogue.ts";
import type { Subject } from "./subject.ts";

/** What Prometheus makes of every scrape and every alert, by itself. */
const own = [
  "up",
  "ALERTS",
  "ALERTS_FOR_STATE",
  "scrape_duration_seconds",
  "scrape_samples_scraped",
  "scrape_samples_post_metric_relabeling",
  "scrape_series_added",
  "scrape_timeout_seconds",
  "scrape_sample_limit",
  "scrape_body_size_bytes",
];

/** The series that there may be. */
export interface KnownSeries {
  /** No job is scraped of which it is not known what it exports. */
  readonly complete: boolean;
  /** Exported, recorded or Prometheus' own, as far as their names are known. */
  readonly names: ReadonlySet<string>;
  /** Whether there may be a series of this name. */
  has(name: string): boolean;
  /** Whether it comes from a target. */
  isScraped(name: string): boolean;
  /** Who exports a series of this name; none: it is recorded, Prometheus' own, or not there. */
  exported(name: string): readonly Metric[];
  /** Whether a metric's bare name is that of a histogram, which has no series of it. */
  isHistogram(name: string): boolean;
}

const worked = new WeakMap<Subject, KnownSeries>();

/** Worked out once a subject. Without a catalogue nothing is complete, and histograms are known by their buckets alone. */
export function knownSeries(subject: Subject): KnownSeries {
  const known = worked.get(subject) ?? workOut(subject);
  worked.set(subject, known);
  return known;
}

function workOut({ catalogue, prometheus, rules, buckets, expressions }: Subject): KnownSeries {
  const recorded = rules.flatMap(({ groups }) =>
    groups.flatMap((group) => group.rules.flatMap(({ kind, name }) => (kind === "record" ? [name] : []))),
  );
  const exported = new Map<string, Metric[]>();
  for (const metric of catalogue?.metrics ?? [])
    for (const name of seriesOf(metric)) exported.set(name, [...(exported.get(name) ?? []), metric]);
  const bucketed = expressions.flatMap(({ text }) =>
    [...text.matchAll(/\b([a-zA-Z_:][\w:]*)_bucket\b/g)].map(([, name = ""]) => name),
  );
  const histograms = new Set([
    ...(catalogue?.metrics ?? []).flatMap(({ name, type }) => (type === "histogram" ? [name] : [])),
    ...buckets.keys(),
    ...bucketed,
  ]);
  const jobs = prometheus.flatMap(({ config }) => config.jobs.map(({ name }) => name));
  const names = new Set([...own, ...recorded, ...exported.keys()]);
  const begins = (name: string): boolean => catalogue?.prefixes.some((prefix) => name.startsWith(prefix)) ?? false;
  return {
    complete: catalogue !== undefined && jobs.every((job) => catalogue.jobs.has(job)),
    names,
    has: (name) => names.has(name) || begins(name),
    isScraped: (name) => exported.has(name) || name === "up" || (begins(name) && !names.has(name)),
    exported: (name) => exported.get(name) ?? [],
    isHistogram: (name) => histograms.has(name) && !exported.has(name) && !recorded.includes(name),
  };
}
