import { comparePaces, type PaceCase } from "../sandbox/prove/pace.ts";
import { classCases, generatedCases } from "../sandbox/prove/pace-cases.ts";
import { otherLaw, paceSeries } from "../sandbox/prove/pace-series.ts";
import { understood } from "../sandbox/prove/understood.ts";
import { sampleSignals } from "../sandbox/rules/scale-samples.ts";
import { promtool } from "../sandbox/services/promtool.ts";
import { processRuntime } from "../sandbox/stack/process-runtime.ts";
import { main } from "./command.ts";
import { screens } from "./screen.ts";
import { wholeNumber } from "./stack-options.ts";

const factors = [6, 60, 120];
/** Cases in one run of promtool: more of them take more memory. */
const batch = 250;

await main({
  name: "npm run bench:scale --",
  summary:
    "Whether promtool says the same of rules and of scaled rules, when series are scaled alike: one case of each function and\n" +
    "signal that is called exact or corrected, and generated ones. Twins: series of another signal, and faster ones.\n" +
    "Exit status 1 where promtool says something else of any case, or the same of both twins of a class.",
  options: {
    cases: { type: "string", value: "N", default: "1000", help: "generated cases" },
    seed: { type: "string", value: "N", default: "1", help: "other cases and other series" },
    prometheus: { type: "string", value: "VERSION", help: "the release of promtool" },
  },
  examples: [["npm run bench:scale -- --cases 200 --seed 2", "fewer and others"]],
  run: async ({ values, signal }) => {
    const { progress } = screens();
    const seed = wholeNumber("seed", values.seed);
    const tool = promtool(values.prometheus);
    await using runtime = await processRuntime();
    await runtime.prepare([], [tool], progress.line, signal);
    const run: Parameters<typeof understood>[1] = (args, files) => runtime.run(tool, args, files, signal);
    const began = performance.now();
    const all: PaceCase[] = [...classCases(), ...generatedCases(wholeNumber("cases", values.cases), seed)];
    const cases = await understood(all, run);
    if (cases.length < all.length)
      process.stdout.write(`${all.length - cases.length} cases are not for this promtool: it can't read them\n`);
    const trials = [...factors.map((k) => ({ k })), { k: 60, law: otherLaw }, { k: 6, hurry: 2 }];
    const wrong: string[] = [];
    const counts = { signal: 0, pace: 0, either: 0, idle: 0 };
    for (let from = 0; from < cases.length; from += batch) {
      const some = cases.slice(from, from + batch);
      const { differing, idle } = await comparePaces(some, paceSeries(seed + from), sampleSignals, trials, run);
      const [law, hurry] = differing.slice(factors.length);
      for (const [i, k] of factors.entries())
        wrong.push(...[...(differing[i] ?? [])].map((one) => `by ${k}: ${some[one]?.expr}`));
      // promtool's series have no time at which they began.
      const uncaught = some.filter((one, i) => "name" in one && !law?.has(i) && !hurry?.has(i));
      wrong.push(
        ...uncaught.filter(({ expr }) => !expr.includes("start_timestamp(")).map(({ expr }) => `no twin: ${expr}`),
      );
      counts.signal += law?.size ?? 0;
      counts.pace += hurry?.size ?? 0;
      counts.either += some.filter((_, i) => law?.has(i) || hurry?.has(i)).length;
      counts.idle += idle.size;
      progress.line(`${Math.min(from + batch, cases.length)} of ${cases.length}: ${wrong.length} wrong`);
    }
    process.stdout.write(
      [
        ...wrong,
        `${cases.length} cases by ${factors.join(", ")}: ${wrong.length} wrong; ${Math.round((performance.now() - began) / 1000)} s`,
        `twins: with another signal ${counts.signal} differ, too fast ${counts.pace}, either ${counts.either}`,
        `${counts.idle} say the same at all times`,
        "",
      ].join("\n"),
    );
    return wrong.length === 0 ? 0 : 1;
  },
});
