import type { LoadRecord, LoadSecond } from "../../../../load/record.ts";

/** Some seconds of a load, together. */
export interface Slice extends Omit<LoadSecond, "second"> {
  /** Seconds since the load began. */
  readonly from: number;
  readonly to: number;
}

const mostSlices = 240;

/** The timeline in so few parts that a page can hold them: counts added, of latencies the worst. */
export function slicesOf({ timeline, seconds }: Pick<LoadRecord, "timeline" | "seconds">): Slice[] {
  const end = Math.max(seconds, (timeline.at(-1)?.second ?? 0) + 0.001);
  const size = Math.max(1, Math.ceil(end / mostSlices));
  const slices = new Map<number, LoadSecond[]>();
  for (const second of timeline) {
    const at = Math.floor(second.second / size) * size;
    slices.set(at, [...(slices.get(at) ?? []), second]);
  }
  return [...slices].map(([from, parts]) => ({
    from,
    to: Math.min(from + size, end),
    due: sum(parts.map(({ due }) => due)),
    sent: sum(parts.map(({ sent }) => sent)),
    completed: sum(parts.map(({ completed }) => completed)),
    failed: sum(parts.map(({ failed }) => failed)),
    latencyMs: worst(parts.flatMap(({ latencyMs }) => latencyMs ?? [])),
  }));
}

function worst(latencies: readonly NonNullable<LoadSecond["latencyMs"]>[]): LoadSecond["latencyMs"] {
  if (latencies.length === 0) return null;
  const most = (of: "p50" | "p95" | "p99" | "max"): number => Math.max(...latencies.map((one) => one[of]));
  return { p50: most("p50"), p95: most("p95"), p99: most("p99"), max: most("max") };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
