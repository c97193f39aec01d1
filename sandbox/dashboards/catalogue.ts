import { z } from "zod";
import type { Problem } from "../errors.ts";
import { validate } from "../rules/validate.ts";
import { readYaml } from "../rules/yaml-source.ts";

/** A metric that can be asked for, as `metrics.yml` declares it. */
export interface Metric {
  readonly type: "counter" | "gauge" | "histogram";
  /** What its value measures (seconds, bytes, …) or counts (requests, bonds); of a histogram: what it observes. */
  readonly unit: string;
  /** Of a histogram: what there is one observation of. */
  readonly counts?: string | undefined;
  /** Its own; those of the target come on top. */
  readonly labels: readonly string[];
}

/** By name; a histogram's name stands for its parts. */
export type Catalogue = ReadonlyMap<string, Metric>;

const schema = z.strictObject({
  metrics: z.record(
    z.string(),
    z.strictObject({
      type: z.enum(["counter", "gauge", "histogram"]),
      unit: z.string().min(1),
      counts: z.string().min(1).optional(),
      labels: z.array(z.string()),
    }),
  ),
});

/** Reads a `metrics.yml`. */
export function readCatalogue(
  file: string,
  text: string,
): { readonly catalogue: Catalogue; readonly problems: readonly Problem[] } {
  const { value, problems } = validate(readYaml(file, text), schema);
  return { catalogue: new Map(Object.entries(value?.metrics ?? {})), problems };
}

/** One series of a metric: its own value, or a part of a histogram. */
export interface Part {
  readonly metric: Metric;
  readonly part?: "bucket" | "count" | "sum";
}

/** Undefined where there is no such series: unknown names, and a histogram's bare name. */
export function partOf(name: string, catalogue: Catalogue): Part | undefined {
  const whole = catalogue.get(name);
  if (whole) return whole.type === "histogram" ? undefined : { metric: whole };
  const [, base = "", part] = /^(.+)_(bucket|count|sum)$/.exec(name) ?? [];
  const metric = catalogue.get(base);
  return metric?.type === "histogram" ? { metric, part: part as "bucket" | "count" | "sum" } : undefined;
}

/** The labels that a series of it has, those of the target included. */
export function labelsOf({ metric, part }: Part): readonly string[] {
  return [...metric.labels, "job", "instance", ...(part === "bucket" ? ["le"] : [])];
}
