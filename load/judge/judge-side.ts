import type { Outcome } from "../../sandbox/outcome.ts";
import { requestsNeeded, shareInterval } from "./interval.ts";
import type { SideVerdict } from "./load-verdict.ts";
import { percent } from "./percent.ts";
import type { Counted, Sampled, Seen } from "./seen.ts";

/** How long a run was, by how long its error budget is for. */
type PartOfPeriod = number;

/** One side's verdict, by what it saw alone. */
export function judgeSide(seen: Seen, objective: number, part: PartOfPeriod): SideVerdict {
  if (seen.kind === "unseen") return { ...nothing, observed: seen.why };
  return seen.kind === "sampled" ? judgeSampled(seen, objective, part) : judgeCounted(seen, objective, part);
}

const nothing = {
  outcome: "inconclusive",
  value: null,
  margin: null,
  low: null,
  high: null,
  requests: null,
  scrapes: null,
  sure: false,
  needed: null,
  burnRate: null,
  budgetSpent: null,
} as const;

function figures(value: number, objective: number, part: PartOfPeriod) {
  const burnRate = (1 - value) / (1 - objective);
  return { value, margin: value - objective, burnRate, budgetSpent: burnRate * part };
}

function judgeCounted({ good, total, doubt }: Counted, objective: number, part: PartOfPeriod): SideVerdict {
  const value = good.likely / total;
  const [worst, best] = [shareInterval(good.least, total), shareInterval(good.most, total)];
  const outcomes = [worst, best].map(({ low, high }): Outcome => {
    if (low >= objective) return "held";
    return high < objective ? "deviated" : "inconclusive";
  });
  const outcome = outcomes[0] === outcomes[1] ? (outcomes[0] ?? "inconclusive") : "inconclusive";
  const tooFew = outcomes[0] === "inconclusive" && outcomes[1] === "inconclusive";
  const needed = tooFew ? requestsNeeded(value, objective) : null;
  const bad = Math.round(total - good.likely);
  const reasons = [
    ...(doubt !== null && outcome === "inconclusive" && good.least < good.most ? [doubt] : []),
    ...(tooFew ? [fewSaid(objective, needed)] : []),
  ];
  return {
    ...figures(value, objective, part),
    outcome,
    low: worst.low,
    high: best.high,
    requests: total,
    scrapes: null,
    sure: outcome !== "inconclusive",
    needed,
    observed:
      `${percent(value)} of ${Math.round(total)} requests (${percent(worst.low)} to ${percent(best.high)}), ` +
      `${bad} bad where ${allowed(total, objective)} may be${reasons.map((reason) => `; ${reason}`).join("")}`,
  };
}

function allowed(total: number, objective: number): string {
  return `${Number(((1 - objective) * total).toFixed(1))}`;
}

function fewSaid(objective: number, needed: number | null): string {
  const tail = needed === null ? "it is just at it" : `${needed} such requests would do`;
  return `too few to tell whether it is ${percent(objective)}; ${tail}`;
}

/**
 * A state has no independent trials, so it is taken as it stands; but where a single look weighs more than the whole budget,
 * one bad one tells nothing.
 */
function judgeSampled({ share, looks }: Sampled, objective: number, part: PartOfPeriod): SideVerdict {
  const step = looks === null || looks === 0 ? null : 1 / looks;
  const coarse = step !== null && 1 - share < 1.5 * step && step > 1 - objective;
  const missed: Outcome = coarse ? "inconclusive" : "deviated";
  const outcome = share >= objective ? "held" : missed;
  const needed = outcome === "inconclusive" ? Math.ceil(1 / (1 - objective) - 1e-9) : null;
  const sure = outcome !== "inconclusive" && (outcome === "deviated" || step === null || step <= 1 - objective);
  const enough = Math.ceil(1 / (1 - objective) - 1e-9);
  const reasons = [
    ...(needed === null ? [] : [`one bad one is more than may be, it would take ${enough} to tell`]),
    ...(outcome === "held" && !sure
      ? [`so few can't tell ${percent(objective)} from less, ${enough} could; taken as it stands`]
      : []),
  ];
  return {
    ...figures(share, objective, part),
    outcome,
    low: step === null ? null : Math.max(0, share - step),
    high: step === null ? null : Math.min(1, share + step),
    requests: null,
    scrapes: looks,
    sure,
    needed,
    observed: [`${percent(share)}${looks === null ? "" : ` of ${looks} scrapes`}`, ...reasons].join("; "),
  };
}
