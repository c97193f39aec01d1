import type { Catalogue, Declared } from "../rules/metric-catalogue.ts";

/** A metric that may be asked for: its unit is known. */
export type Measured = Declared & { readonly unit: string };

/** By name; a histogram's name stands for its parts. */
export type Measures = ReadonlyMap<string, Measured>;

/** What of a catalogue may stand in a dashboard. */
export function measuresOf({ metrics, recorded }: Catalogue): Measures {
  return new Map(
    [...metrics, ...recorded].flatMap(({ unit, ...rest }) =>
      unit === undefined ? [] : [[rest.name, { ...rest, unit }]],
    ),
  );
}

/** One series of a metric: its own value, or a part of a histogram. */
export interface Part {
  readonly metric: Measured;
  readonly part?: "bucket" | "count" | "sum";
}

/** Undefined where there is no such series: unknown names, and a histogram's bare name. */
export function partOf(name: string, measures: Measures): Part | undefined {
  const whole = measures.get(name);
  if (whole) return whole.type === "histogram" ? undefined : { metric: whole };
  const [, base = "", part] = /^(.+)_(bucket|count|sum)$/.exec(name) ?? [];
  const metric = measures.get(base);
  return metric?.type === "histogram" ? { metric, part: part as "bucket" | "count" | "sum" } : undefined;
}

/** The labels that a series of it has, those of the target included. */
export function labelsOf({ metric, part }: Part): readonly string[] {
  return [...metric.labels.keys(), "job", "instance", ...(part === "bucket" ? ["le"] : [])];
}
