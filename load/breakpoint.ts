import type { Outcome } from "../sandbox/outcome.ts";
import type { BreakpointProfile } from "./profile.ts";

/** One load of an even rate, and what became of the objectives. */
export interface Trial {
  readonly rate: number;
  readonly outcome: Outcome;
  /** The generator itself was the limit, so that the trial says nothing of the service. */
  readonly behind: boolean;
}

/** What a search for the highest rate found. */
export interface Knee {
  /** The highest rate that kept the objectives; null: not even the lowest that was tried. */
  readonly held: number | null;
  /**
   * The lowest above it that did not, and why: the objectives were missed (`deviated`), could not be told (`undecided`), or the
   * generator could send no more (`generator`). Null: it held all the way up.
   */
  readonly above: { readonly rate: number; readonly why: "deviated" | "undecided" | "generator" } | null;
  /** `held` where the knee is known, or lies beyond `to`; `deviated` where even the lowest rate missed them. */
  readonly outcome: Outcome;
  readonly summary: string;
}

export type Step =
  /** `times`: so many times as long as the profile says, since a shorter trial had too few requests to tell. */
  | { readonly kind: "trial"; readonly rate: number; readonly times: number }
  | { readonly kind: "found"; readonly knee: Knee };

type Search = BreakpointProfile["breakpoint"];

const usualTolerance = 0.05;
/** A trial that could not tell is repeated twice and four times as long. */
const longest = 4;

/**
 * What to do after these trials: the rate doubles until one does not hold, then what lies between is halved, until it is within
 * the tolerance. The lowest rate that was missed is tried once more before the search ends on it, since a machine may hiccup.
 * Pure: the same trials give the same step.
 */
export function nextStep(search: Search, trials: readonly Trial[]): Step {
  const last = trials.at(-1);
  if (!last) return { kind: "trial", rate: search.from, times: 1 };
  const alike = trials.filter((one) => one.rate === last.rate);
  const undecided = alike.filter((one) => whyNot(one) === "undecided").length;
  if (whyNot(last) === "undecided" && 2 ** undecided <= longest)
    return { kind: "trial", rate: last.rate, times: 2 ** undecided };
  const found = bracket(trials);
  const next = between(search, found);
  if (next !== null) return { kind: "trial", rate: next, times: 1 };
  const { above } = found;
  if (above?.why === "deviated" && trials.filter((one) => one.rate === above.rate).length === 1)
    return { kind: "trial", rate: above.rate, times: 1 };
  return { kind: "found", knee: kneeOf(search, found) };
}

interface Bracket {
  readonly held: number | null;
  readonly above: Knee["above"];
}

function bracket(trials: readonly Trial[]): Bracket {
  // Of trials at the same rate, the last one counts: it was the longer, or the confirmation.
  const byRate = [...new Map(trials.map((one) => [one.rate, one])).values()];
  const held = byRate.filter((one) => whyNot(one) === null).map((one) => one.rate);
  const highest = held.length === 0 ? null : Math.max(...held);
  const above = byRate
    .filter((one) => one.rate > (highest ?? 0))
    .toSorted((a, b) => a.rate - b.rate)
    .flatMap((one) => {
      const why = whyNot(one);
      return why === null ? [] : [{ rate: one.rate, why }];
    })[0];
  return { held: highest, above: above ?? null };
}

function whyNot({ outcome, behind }: Trial): "deviated" | "undecided" | "generator" | null {
  if (behind) return "generator";
  if (outcome === "held") return null;
  return outcome === "deviated" ? "deviated" : "undecided";
}

/** The next rate to try; null: there is none worth trying. */
function between({ to, tolerance = usualTolerance }: Search, { held, above }: Bracket): number | null {
  if (held === null) return null;
  if (above === null) return held >= to ? null : Math.min(to, 2 * held);
  if ((above.rate - held) / above.rate <= tolerance) return null;
  const middle = rounded((held + above.rate) / 2);
  return middle > held && middle < above.rate ? middle : null;
}

/** To three digits: nobody tells 1237.5 from 1240. */
function rounded(rate: number): number {
  return Number(rate.toPrecision(3));
}

function kneeOf({ from, to }: Search, { held, above }: Bracket): Knee {
  if (held === null) {
    const outcome = above?.why === "deviated" ? "deviated" : "inconclusive";
    return { held, above, outcome, summary: `not even ${from} per second: ${said[above?.why ?? "undecided"]}` };
  }
  if (above === null)
    return { held, above, outcome: "held", summary: `${held} per second held, and more than ${to} was not tried` };
  const outcome = above.why === "generator" ? "inconclusive" : "held";
  return { held, above, outcome, summary: `${held} per second held; at ${above.rate} ${said[above.why]}` };
}

const said = {
  deviated: "the objectives were missed",
  undecided: "it could not be told whether the objectives were kept",
  generator: "the generator could not keep up, so the service may well do better",
} as const;
