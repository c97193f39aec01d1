import { defaultLateMs, fellBehind, leastStallMs } from "../result.ts";

/** From here on a thread had no time left to see in time what was there. */
const saturated = 0.95;

export interface GeneratorLoad {
  readonly due: number;
  /** Later than `defaultLateMs`, and the worst of all. */
  readonly late: number;
  readonly latestMs: number;
  /** Not sent, for having come to it too late. */
  readonly missed: number;
  /** Of the busiest thread. */
  readonly busy: number;
  readonly loopDelayMs: { readonly p99: number; readonly max: number };
}

/** In words, what kept the generator itself from its part; null where nothing did. */
export function whatHeldItUp(of: GeneratorLoad): string | null {
  const { busy, loopDelayMs } = of;
  const reasons = [];
  const late = fellBehind(of, defaultLateMs, "ask for less, or leave it more of this machine");
  if (late !== null) reasons.push(late);
  if (busy >= saturated) {
    reasons.push(
      `the load generator was busy ${Math.round(busy * 100)} % of the time, so that its own speed was measured; ` +
        "ask for less, or give it more threads or more of this machine",
    );
  }
  if (loopDelayMs.p99 > defaultLateMs || loopDelayMs.max > leastStallMs) {
    reasons.push(
      `the load generator was held up for ${Math.round(loopDelayMs.max)} ms at worst ` +
        `(p99 ${Math.round(loopDelayMs.p99)} ms), and saw answers that much later than they came`,
    );
  }
  return reasons.length > 0 ? reasons.join("; ") : null;
}
