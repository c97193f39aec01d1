import { readFixtures } from "../sandbox/drill/read/fixtures.ts";
import { judge } from "../sandbox/drill/judge.ts";
import { capacityMeter, jobsFor } from "../sandbox/drill/play/jobs.ts";
import { runAll } from "../sandbox/drill/play/run-all.ts";
import { selectDrills } from "../sandbox/drill/read/select.ts";
import { overall } from "../sandbox/drill/verdict.ts";
import type { Outcome, Verdict } from "../sandbox/drill/verdict.ts";
import { spread } from "../sandbox/report/bench.ts";
import { openRuntime } from "./boot.ts";
import { burners } from "./burners.ts";
import { main } from "./command.ts";
import { screens } from "./screen.ts";
import { defaultFixtures, stackOf, stackOptions, wholeNumber } from "./stack-options.ts";

await main({
  name: "npm run bench:flake --",
  summary: "Runs the same drills again and again: how many held, and how far the firing times lie apart.",
  positionals: "[DRILL or SUITE…]",
  options: {
    ...stackOptions,
    runs: { type: "string", value: "N", default: "20", help: "times that each drill is run" },
    burn: { type: "string", value: "N", help: "beside processes that keep N cores busy" },
    jobs: { type: "string", value: "N", help: "drills side by side (default: from cores that are free, and memory)" },
  },
  examples: [
    ["npm run bench:flake", "twenty runs of the guide's drills"],
    ["npm run bench:flake -- high-error-rate --runs 5", "five of one"],
    ["npm run bench:flake -- --runs 50 --burn 2", "fifty of all, while somebody else keeps two cores busy"],
  ],
  run: async ({ values, positionals, signal }) => {
    await using _ = await burners(values.burn === undefined ? 0 : wholeNumber("burn", values.burn));
    const capacity = capacityMeter();
    const choice = stackOf(values);
    const fixtures = await readFixtures(values.fixtures ?? defaultFixtures);
    // Before anything of ours keeps the machine busy.
    const free = capacity();
    const drills = selectDrills(fixtures, positionals, false);
    const { progress } = screens();
    const { runtime: opened, why } = await openRuntime(fixtures, choice, progress.line, signal);
    await using runtime = opened;
    const { factor, versions } = choice;
    const jobs = values.jobs === undefined ? jobsFor(runtime.kind, free) : wholeNumber("jobs", values.jobs);
    const verdicts: Verdict[] = [];
    const seconds: number[] = [];
    for (let run = 1; run <= wholeNumber("runs", values.runs) && !signal.aborted; run++) {
      const world = { runtime, why, fixtures, factor, versions, signal };
      const began = performance.now();
      const journals = await runAll(drills, world, jobs, { event: () => {}, ended: () => {} });
      seconds.push((performance.now() - began) / 1000);
      const judged = journals.map(judge);
      verdicts.push(...judged);
      const other = judged.filter((one) => one.outcome !== "held").map((one) => `${one.name} ${one.outcome}`);
      const held = judged.length - other.length;
      progress.line(`run ${run}: ${[`${held} held`, ...other].join(", ")} in ${seconds.at(-1)?.toFixed(1)} s`);
      for (const one of judged.filter((each) => each.outcome !== "held")) {
        for (const finding of one.findings.filter((each) => each.outcome !== "held"))
          progress.line(`  ${finding.outcome}: ${finding.what}: ${finding.observed}`);
      }
    }
    for (const { name } of drills) {
      const own = verdicts.filter((verdict) => verdict.name === name);
      const held = own.filter((verdict) => verdict.outcome === "held").length;
      const fired = own.flatMap((verdict) => verdict.timeline.firing ?? []);
      const { least, median, most } = spread(fired);
      const when = fired.length === 0 ? "" : `; firing at ${least}–${most} s, median ${median} s of production time`;
      process.stdout.write(`${name}: ${held} of ${own.length} held${when}\n`);
    }
    const count = (outcome: Outcome): string =>
      `${verdicts.filter((verdict) => verdict.outcome === outcome).length} ${outcome}`;
    const { least, median, most } = spread(seconds);
    process.stdout.write(
      `${verdicts.length} drills, ${jobs} side by side: ${count("held")}, ${count("inconclusive")}, ${count("deviated")}; ` +
        `a run took ${least.toFixed(1)}–${most.toFixed(1)} s, median ${median.toFixed(1)} s\n`,
    );
    return overall(verdicts.map((verdict) => verdict.outcome)) === "held" ? 0 : 1;
  },
});
