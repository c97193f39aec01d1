import { z } from "zod";
import type { Problem } from "../errors.ts";
import { validate } from "./validate.ts";
import { readYaml } from "./yaml-source.ts";

const kinds = ["counter", "gauge", "histogram", "summary", "untyped"] as const;

/** What there is under one name; a histogram's or summary's parts follow it. */
export interface Declared {
  readonly name: string;
  readonly type: (typeof kinds)[number];
  /** What its value measures (seconds, bytes, …) or counts (requests, bonds); of a histogram: what it observes. */
  readonly unit?: string | undefined;
  /** Of a histogram: what there is one observation of. */
  readonly counts?: string | undefined;
  /** By name, the values that it may have; undefined: any. Without those that scraping adds. */
  readonly labels: ReadonlyMap<string, readonly string[] | undefined>;
}

/** What one job exports. */
export interface Metric extends Declared {
  readonly job: string;
}

/** What targets export, as recorded of a healthy run. */
export interface Catalogue {
  readonly metrics: readonly Metric[];
  /** What no job exports: rules record it, or Prometheus makes it itself. Only as far as somebody wants to know its unit. */
  readonly recorded: readonly Declared[];
  /** Whatever begins so may be there. */
  readonly prefixes: readonly string[];
  /** Jobs of which all that they export is known. */
  readonly jobs: ReadonlySet<string>;
}

const value = z.union([z.string(), z.number(), z.boolean()], { error: "expected text" }).transform(String);
const values = z.union([z.literal("any").transform(() => undefined), z.array(value)], {
  error: "expected a list of values, or `any`",
});
const metric = z.strictObject({
  type: z.enum(kinds, `expected ${kinds.join(", ")}`),
  unit: z.string().min(1).optional(),
  counts: z.string().min(1).optional(),
  labels: z.record(z.string(), values).optional(),
});
const prefix = z.string().regex(/^[a-zA-Z_:][\w:]*\*$/, "expected metrics by name, or how all of them begin: `node_*`");
const metrics = z.record(z.string(), metric);
const schema = z.strictObject({
  jobs: z.record(z.string(), z.union([prefix, metrics])),
  recorded: metrics.optional(),
});

/**
 * Reads a `metrics.yml`: under `jobs`, of each job every metric with its type and its labels; or how the names of all that
 * it exports begin, as `node_*`. Under `recorded`, the same of what no job exports.
 */
export function readCatalogue(
  file: string,
  text: string,
): { readonly catalogue: Catalogue; readonly problems: readonly Problem[] } {
  const { value: read, problems } = validate(readYaml(file, text), schema);
  const jobs = Object.entries(read?.jobs ?? {});
  const exported = jobs.flatMap(([job, named]) =>
    typeof named === "string" ? [] : declared(named).map((one): Metric => ({ ...one, job })),
  );
  const prefixes = jobs.flatMap(([, named]) => (typeof named === "string" ? [named.slice(0, -1)] : []));
  const recorded = declared(read?.recorded ?? {});
  return { catalogue: { metrics: exported, recorded, prefixes, jobs: new Set(jobs.map(([job]) => job)) }, problems };
}

function declared(named: z.infer<typeof metrics>): Declared[] {
  return Object.entries(named).map(([name, { labels, ...rest }]) => ({
    name,
    ...rest,
    labels: new Map(Object.entries(labels ?? {})),
  }));
}

/** The names of the series that a metric has: a histogram has none of its bare name. */
export function seriesOf({ name, type }: Pick<Metric, "name" | "type">): string[] {
  if (type === "histogram") return [`${name}_bucket`, `${name}_count`, `${name}_sum`];
  return type === "summary" ? [name, `${name}_count`, `${name}_sum`] : [name];
}
