import type { Labels } from "../../observe/series.ts";

export type Vector = readonly { readonly labels: Labels; readonly value: number }[];
export type Value = number | Vector;

const operations = {
  Add: (a: number, b: number): number => a + b,
  Sub: (a: number, b: number): number => a - b,
  Mul: (a: number, b: number): number => a * b,
  Div: (a: number, b: number): number => a / b,
};

/** A number with each, or each with the one whose matched labels are the same. */
export function combined(operation: keyof typeof operations, left: Value, right: Value, matched: Kept): Value {
  const apply = operations[operation];
  if (typeof left === "number" && typeof right === "number") return apply(left, right);
  if (typeof left === "number" && typeof right !== "number")
    return right.map(({ labels, value }) => ({ labels, value: apply(left, value) }));
  if (typeof left !== "number" && typeof right === "number")
    return left.map(({ labels, value }) => ({ labels, value: apply(value, right) }));
  const partners = new Map((right as Vector).map((one) => [groupOf(one.labels, matched).key, one.value]));
  return (left as Vector).flatMap(({ labels, value }) => {
    const partner = partners.get(groupOf(labels, matched).key);
    return partner === undefined ? [] : [{ labels, value: apply(value, partner) }];
  });
}

const aggregations: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  avg: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  count: (values) => values.length,
};

/** Grouped by the labels that are kept; undefined for an aggregation that is not known here. */
export function aggregated(how: string, value: Value, kept: Kept): Vector | undefined {
  const compute = aggregations[how];
  if (!compute || typeof value === "number") return undefined;
  return [...group(value, kept).values()].map((members) => ({
    labels: members[0] ? groupOf(members[0].labels, kept).labels : {},
    value: compute(members.map((member) => member.value)),
  }));
}

/** As Prometheus does it: linear inside a bucket, the highest finite bound for what lies above. */
export function quantileOf(quantile: number, value: Value): Vector {
  if (typeof value === "number") return [];
  return [...group(value, notLe).values()].flatMap((members) => {
    const buckets = members
      .map((member) => ({ le: Number((member.labels["le"] ?? "").replace("+Inf", "Infinity")), count: member.value }))
      .toSorted((a, b) => a.le - b.le);
    const total = buckets.at(-1)?.count ?? 0;
    const index = buckets.findIndex(({ count }) => count >= quantile * total);
    const bucket = buckets[index];
    if (total === 0 || !bucket) return [];
    const labels = members[0] ? groupOf(members[0].labels, notLe).labels : {};
    const below = buckets[index - 1] ?? { le: 0, count: 0 };
    const share = (quantile * total - below.count) / (bucket.count - below.count || 1);
    return [{ labels, value: Number.isFinite(bucket.le) ? below.le + (bucket.le - below.le) * share : below.le }];
  });
}

function group(vector: Vector, kept: Kept): Map<string, Vector[number][]> {
  const groups = new Map<string, Vector[number][]>();
  for (const one of vector) {
    const { key } = groupOf(one.labels, kept);
    const members = groups.get(key);
    if (members) members.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

const notLe = (label: string): boolean => label !== "le";

type Kept = (label: string) => boolean;
interface Group {
  readonly key: string;
  readonly labels: Labels;
}
const known = new WeakMap<Kept, WeakMap<Labels, Group>>();

/** Of a series' labels those that are kept. A plot asks it of the same labels at each of its points, so it is remembered. */
function groupOf(labels: Labels, kept: Kept): Group {
  let groups = known.get(kept);
  if (!groups) known.set(kept, (groups = new WeakMap()));
  let found = groups.get(labels);
  if (!found) {
    const own = Object.entries(labels).filter(([label]) => kept(label));
    const key = JSON.stringify(own.toSorted(([a], [b]) => (a < b ? -1 : 1)));
    groups.set(labels, (found = { key, labels: Object.fromEntries(own) }));
  }
  return found;
}
