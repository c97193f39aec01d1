import type { Objective } from "../objectives.ts";
import type { Seen } from "./seen.ts";

/** What Prometheus answered about one objective; null: it knows nothing of it. */
export type Measured =
  | { readonly kind: "counts"; readonly good: number | null; readonly total: number | null }
  /** `looks`: how many scrapes are behind it. */
  | { readonly kind: "ratio"; readonly ratio: number | null; readonly looks: number | null }
  /** Cumulative, as Prometheus has them; `le` in seconds, Infinity for the last. */
  | { readonly kind: "buckets"; readonly buckets: readonly { readonly le: number; readonly count: number }[] };

/** All that Prometheus was asked about a load. */
export interface PrometheusSide {
  /** By the objective's name, of those that say how to ask. */
  readonly objectives: Readonly<Record<string, Measured>>;
  /** By the threshold's name: the value of each series that its expression gave. */
  readonly thresholds: Readonly<Record<string, readonly number[]>>;
}

export function seenByPrometheus({ client }: Objective, measured: Measured | undefined): Seen {
  if (!measured) return { kind: "unseen", why: "Prometheus was not asked" };
  if (measured.kind === "ratio") {
    const { ratio, looks } = measured;
    if (ratio === null || !Number.isFinite(ratio)) return unknown;
    return { kind: "sampled", share: ratio, looks };
  }
  if (measured.kind === "counts") {
    const { good, total } = measured;
    if (total === null || !(total > 0)) return unknown;
    // Where none was good, nothing was ever counted.
    return exactly(Math.min(good ?? 0, total), total);
  }
  return "latency-ms" in client ? ofBuckets(measured.buckets, client["latency-ms"] / 1000) : unknown;
}

const unknown: Seen = {
  kind: "unseen",
  why: "Prometheus has nothing of it; does a series of that name exist, and is it scraped?",
};

function exactly(good: number, total: number): Seen {
  return { kind: "counted", good: { least: good, likely: good, most: good }, total, doubt: null };
}

function ofBuckets(all: readonly { readonly le: number; readonly count: number }[], threshold: number): Seen {
  const buckets = all.toSorted((a, b) => a.le - b.le);
  const total = buckets.at(-1)?.count ?? 0;
  if (!(total > 0)) return unknown;
  const exact = buckets.find(({ le }) => Math.abs(le - threshold) < 1e-9);
  if (exact) return exactly(exact.count, total);
  const below = buckets.findLast(({ le }) => le < threshold) ?? { le: 0, count: 0 };
  const above = buckets.find(({ le }) => le > threshold) ?? { le: Infinity, count: total };
  // As Prometheus does it: evenly spread within a bucket, and nothing beyond the last that ends.
  const within = Number.isFinite(above.le) ? (threshold - below.le) / (above.le - below.le) : 0;
  const upTo = Number.isFinite(above.le) ? `${above.le * 1000} ms` : "no end";
  return {
    kind: "counted",
    good: { least: below.count, likely: below.count + within * (above.count - below.count), most: above.count },
    total,
    doubt: `no bucket ends at ${threshold * 1000} ms, the one around it goes from ${below.le * 1000} ms to ${upTo}`,
  };
}
