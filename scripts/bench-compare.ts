import { withRun } from "../load/compare/baseline.ts";
import { fewestSpans } from "../load/compare/compare-samples.ts";
import { compareLoads } from "../load/compare/compare-loads.ts";
import type { Comparison } from "../load/compare/comparison.ts";
import { thisMachine } from "../load/compare/conditions.ts";
import type { Conditions } from "../load/compare/conditions.ts";
import { drive } from "../load/drive/drive.ts";
import type { LoadRecord } from "../load/record.ts";
import { FiredrillError } from "../sandbox/errors.ts";
import { renderComparison } from "../sandbox/report/load/comparison.ts";
import { burners } from "./burners.ts";
import { main } from "./command.ts";
import { goFirst } from "./go-first.ts";
import { startKnown } from "./known-server.ts";
import { screens } from "./screen.ts";
import { wholeNumber } from "./stack-options.ts";

const medianMs = 20;
const spread = 0.1;
const slowdown = 1.1;
const naiveTolerance = 1.05;
/** The generator looks once a millisecond; later than this, and the machine had no time for it. */
const quietMs = 2;
const mostAttempts = 3;

await main({
  name: "npm run bench:compare --",
  summary:
    "Pairs of loads on a server whose service time is known: how often a slowdown of 10 % is found, and how often two equal runs are called one.",
  options: {
    pairs: { type: "string", value: "N", default: "20", help: "of each kind" },
    seconds: { type: "string", value: "S", default: "8", help: "length of a load" },
    rate: { type: "string", value: "N", default: "200", help: "requests a second" },
    seed: { type: "string", value: "N", default: "1", help: "of the service times" },
    burn: { type: "string", value: "N", help: "beside processes that keep N cores busy" },
  },
  examples: [
    ["npm run bench:compare", "twenty pairs of each kind, eight and a half minutes"],
    ["npm run bench:compare -- --pairs 5 --burn 2", "while somebody else keeps two cores busy"],
  ],
  run: async ({ values, signal }) => {
    await using _ = await burners(values.burn === undefined ? 0 : wholeNumber("burn", values.burn));
    // Beside what keeps the machine busy on purpose it is as other programs are.
    const priority = values.burn === undefined ? goFirst() : "at ordinary priority";
    const { progress } = screens();
    const asks = {
      rate: wholeNumber("rate", values.rate),
      duration: `${wholeNumber("seconds", values.seconds)}s`,
    } as const;
    const conditions: Conditions = { profile: "known", asks, target: "known", machine: thisMachine(), versions: {} };
    const pairs = wholeNumber("pairs", values.pairs);
    // One that is kept busy on purpose does not get quieter.
    const attempts = values.burn === undefined ? mostAttempts : 1;
    const seed = 1000 * wholeNumber("seed", values.seed);
    const tally = { found: 0, cried: 0, held: 0, naive: 0, again: 0 };
    /** A machine that was busy all the time is no place to measure on, for anybody: then it is done anew, and counted. */
    const run = async (seed: number, times = 1): Promise<LoadRecord> => {
      for (let attempt = 1; ; attempt++) {
        const record = await driveKnown(asks, seed, times, signal);
        const quiet = record.spans?.lateMs.filter((late) => late < quietMs).length ?? 0;
        if (quiet >= fewestSpans || attempt === attempts || signal.aborted) return record;
        tally.again++;
      }
    };
    for (let pair = 1; pair <= pairs && !signal.aborted; pair++) {
      const own = seed + 3 * pair;
      const [then, again, slower] = [await run(own), await run(own + 1), await run(own + 2, slowdown)];
      const [equal, slow] = [again, slower].map((now) => compared(then, now, conditions));
      if (!equal || !slow) continue;
      if (slow.outcome === "deviated") tally.found++;
      if (equal.outcome === "deviated") tally.cried++;
      if (equal.outcome === "held") tally.held++;
      if (naive(equal)) tally.naive++;
      progress.line(`pair ${pair}: equal ${inBrief(equal)}; slowed ${inBrief(slow)}`);
      const surprise = equal.outcome === "deviated" ? equal : slow.outcome === "deviated" ? undefined : slow;
      if (surprise) progress.line(renderComparison(surprise, { columns: 110, colour: false }).trimEnd());
    }
    process.stdout.write(
      `a slowdown of 10 % found in ${tally.found} of ${pairs}\n` +
        `two equal runs called a regression in ${tally.cried} of ${pairs}, none in ${tally.held}; ` +
        `percentiles side by side, 5 % allowed, would have called ${tally.naive}\n` +
        `${tally.again} loads driven again, since the machine was busy most of the time; measured ${priority}\n`,
    );
    return tally.found === pairs && tally.cried === 0 ? 0 : 1;
  },
});

async function driveKnown(
  asks: { readonly rate: number; readonly duration: `${number}s` },
  seed: number,
  times: number,
  signal: AbortSignal,
): Promise<LoadRecord> {
  await using server = await startKnown({ kind: "log-normal", medianMs: medianMs * times, spread, seed });
  const requests = [{ method: "GET", path: "/", weight: 1 }] as const;
  return await drive({ title: "known", ...asks, requests }, server.url, { name: "known", signal });
}

/** A run that is no measure says nothing. */
function compared(then: LoadRecord, now: LoadRecord, conditions: Conditions): Comparison {
  try {
    return compareLoads(withRun(undefined, conditions, then), conditions, [now]);
  } catch (error) {
    if (!(error instanceof FiredrillError)) throw error;
    return {
      outcome: "inconclusive",
      changes: [],
      slower: null,
      runs: { baseline: 1, now: 1 },
      notes: [error.message],
    };
  }
}

function naive({ changes }: Comparison): boolean {
  return changes.some(
    ({ metric, baseline, now }) => metric.startsWith("p") && (now ?? 0) > (baseline ?? Infinity) * naiveTolerance,
  );
}

function inBrief({ outcome, changes }: Comparison): string {
  const interval = changes.find(({ metric }) => metric === "p50")?.interval;
  const percent = (value: number): string => `${value > 0 ? "+" : ""}${(value * 100).toFixed(1)}`;
  return interval ? `${outcome}, p50 ${percent(interval.from)} to ${percent(interval.to)} %` : outcome;
}
