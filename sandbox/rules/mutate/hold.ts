import { formatDuration, parseDuration } from "../duration.ts";

/** A `for` or `keep_firing_for` that is another. */
export interface HoldChange {
  readonly text: string;
  readonly what: string;
  readonly test: string;
  /** 0: dropped. */
  readonly factor: number;
}

const factors = [2, 0.5, 1.5, 0];

/** Half, half as long again, twice as long, and none; of what is written there. Nothing where it is none already. */
export function holdChanges(key: "for" | "keep_firing_for", was: string): HoldChange[] {
  const ms = parseDuration(was);
  if (ms === undefined || ms === 0) return [];
  return factors.map((factor) => {
    const now = formatDuration(factor * ms);
    const [short, long] = factor > 1 ? [was, now] : [now, was];
    return {
      text: now,
      what: `${key} ${was} → ${factor === 0 ? "dropped" : now}`,
      test: tests[key](short, long, factor > 1),
      factor,
    };
  });
}

const tests = {
  for: (short: string, long: string, longer: boolean): string =>
    `a fault that lasts longer than ${short} and less than ${long}, on which it must ${longer ? "" : "not "}fire`,
  keep_firing_for: (short: string, long: string, longer: boolean): string =>
    `a fault that is over and comes again after more than ${short} and less than ${long}, between which it must ${longer ? "have stopped" : "go on"} firing`,
} as const;
