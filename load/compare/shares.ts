import type { Uncertainty } from "./interval.ts";
import type { RunSample } from "./run-sample.ts";
import { normal95 } from "./student.ts";

/** So many of so many. */
interface Share {
  readonly failed: number;
  readonly sent: number;
}

/**
 * A difference of shares is never surer than if every request had failed for itself (Newcombe's interval, from Wilson's).
 * Drawing anew says nothing where nothing failed: of 500 requests without an error one in 130 may still be bound to fail.
 */
export function widenedByChance(
  { difference, within, between }: Uncertainty,
  baseline: readonly RunSample[],
  now: readonly RunSample[],
): Uncertainty {
  const [then, later] = [wilson(shareOf(baseline)), wilson(shareOf(now))];
  const wide = {
    below: Math.max(within.below, Math.hypot(later.share - later.from, then.to - then.share)),
    above: Math.max(within.above, Math.hypot(later.to - later.share, then.share - then.from)),
  };
  return {
    difference,
    within: wide,
    between,
    below: Math.hypot(wide.below, between),
    above: Math.hypot(wide.above, between),
  };
}

function shareOf(runs: readonly RunSample[]): Share {
  const spans = runs.flatMap((run) => run.spans);
  const sum = (of: "sent" | "completed"): number => spans.reduce((total, span) => total + span[of], 0);
  return { sent: sum("sent"), failed: sum("sent") - sum("completed") };
}

function wilson({ failed, sent }: Share): { readonly share: number; readonly from: number; readonly to: number } {
  if (sent === 0) return { share: 0, from: 0, to: 1 };
  const share = failed / sent;
  const square = normal95 ** 2;
  const centre = (share + square / (2 * sent)) / (1 + square / sent);
  const half = (normal95 / (1 + square / sent)) * Math.sqrt((share * (1 - share)) / sent + square / (4 * sent ** 2));
  return { share, from: Math.max(0, centre - half), to: Math.min(1, centre + half) };
}
