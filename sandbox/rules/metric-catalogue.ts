import { z } from "zod";
import type { Problem } from "../errors.ts";
import { validate } from "./validate.ts";
import { readYaml } from "./yaml-source.ts";

const kinds = ["counter", "gauge", "histogram", "summary", "untyped"] as const;

/** What one job exports under one name; a histogram's or summary's parts follow it. */
export interface Metric {
  readonly name: string;
  readonly job: string;
  readonly type: (typeof kinds)[number];
  /** By name, the values that it may have; undefined: any. Without those that scraping adds. */
  readonly labels: ReadonlyMap<string, readonly string[] | undefined>;
}

/** What targets export, as recorded of a healthy run. */
export interface Catalogue {
  readonly metrics: readonly Metric[];
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
  labels: z.record(z.string(), values).optional(),
});
const prefix = z.string().regex(/^[a-zA-Z_:][\w:]*\*$/, "expected metrics by name, or how all of them begin: `node_*`");
const schema = z.strictObject({ jobs: z.record(z.string(), z.union([prefix, z.record(z.string(), metric)])) });

/**
 * Reads a `metrics.yml`: under `jobs`, of each job every metric with its type and its labels; or how the names of all that
 * it exports begin, as `node_*`.
 */
export function readCatalogue(
  file: string,
  text: string,
): { readonly catalogue: Catalogue; readonly problems: readonly Problem[] } {
  const { value: read, problems } = validate(readYaml(file, text), schema);
  const jobs = Object.entries(read?.jobs ?? {});
  const metrics = jobs.flatMap(([job, named]) =>
    Object.entries(typeof named === "string" ? {} : named).map(([name, { type, labels }]): Metric => ({
      name,
      job,
      type,
      labels: new Map(Object.entries(labels ?? {})),
    })),
  );
  const prefixes = jobs.flatMap(([, named]) => (typeof named === "string" ? [named.slice(0, -1)] : []));
  return { catalogue: { metrics, prefixes, jobs: new Set(jobs.map(([job]) => job)) }, problems };
}

/** The names of the series that a metric has: a histogram has none of its bare name. */
export function seriesOf({ name, type }: Pick<Metric, "name" | "type">): string[] {
  if (type === "histogram") return [`${name}_bucket`, `${name}_count`, `${name}_sum`];
  return type === "summary" ? [name, `${name}_count`, `${name}_sum`] : [name];
}
