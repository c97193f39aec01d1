import { nextStep } from "../../../load/breakpoint.ts";
import type { Knee, Trial } from "../../../load/breakpoint.ts";
import type { BreakpointProfile } from "../../../load/profile.ts";
import { formatDuration, milliseconds } from "../../rules/duration.ts";
import type { Duration } from "../../rules/duration.ts";
import type { JudgedLoad } from "./load-run.ts";
import type { OneLoad } from "./run-load.ts";

/** A trial of a search, and all that came of it. */
export interface JudgedTrial extends Trial {
  /** So many times as long as the profile says, since a shorter one could not tell. */
  readonly times: number;
  readonly load: JudgedLoad;
}

export interface Found {
  readonly knee: Knee;
  readonly trials: readonly JudgedTrial[];
}

/** Tries one rate after another until the highest that keeps the objectives is known. `one` puts a load on, and judges it. */
export async function searchKnee(
  profile: BreakpointProfile,
  one: (load: OneLoad, says: string) => Promise<JudgedLoad>,
): Promise<Found> {
  const { breakpoint: search, ...mix } = profile;
  const trials: JudgedTrial[] = [];
  for (;;) {
    const step = nextStep(search, trials);
    if (step.kind === "found") return { knee: step.knee, trials };
    const { rate, times } = step;
    const duration = formatDuration(milliseconds(search.step) * times) as Duration;
    const longer = times === 1 ? "" : `, ${times} × ${search.step} since that could not tell`;
    const load = await one({ ...mix, rate, duration }, `trial ${trials.length + 1}: ${rate} per second${longer}`);
    const { generator } = load.run.record;
    trials.push({ rate, times, outcome: load.verdict.outcome, behind: generator.behind !== null, load });
  }
}
