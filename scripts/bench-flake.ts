import { readFixtures } from "../sandbox/drill/read/fixtures.ts";
import { judge } from "../sandbox/drill/judge.ts";
import { capacityMeter, jobsFor } from "../sandbox/drill/play/jobs.ts";
import { runAll } from "../sandbox/drill/play/run-all.ts";
import { selectDrills } from "../sandbox/drill/read/select.ts";
import { overall } from "../sandbox/drill/verdict.ts";
import type { Verdict } from "../sandbox/drill/verdict.ts";
import { spread } from "../sandbox/report/bench.ts";
import { openRuntime } from "./boot.ts";
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
  },
  examples: [
    ["npm run bench:flake", "twenty runs of the guide's drills"],
    ["npm run bench:flake -- high-error-rate --runs 5", "five of one"],
  ],
  run: async ({ values, positionals, signal }) => {
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
    const verdicts: Verdict[] = [];
    for (let run = 1; run <= wholeNumber("runs", values.runs) && !signal.aborted; run++) {
      const world = { runtime, why, fixtures, factor, versions, signal };
      const journals = await runAll(drills, world, jobsFor(runtime.kind, free), {
        event: () => {},
        ended: () => {},
      });
      const judged = journals.map(judge);
      verdicts.push(...judged);
      progress.line(`run ${run}: ${judged.map((one) => `${one.name} ${one.outcome}`).join(", ")}`);
      for (const one of judged.filter((each) => each.outcome !== "held")) {
        for (const finding of one.findings) progress.line(`  ${finding.outcome}: ${finding.what}: ${finding.observed}`);
      }
    }
    for (const { name } of drills) {
      const own = verdicts.filter((verdict) => verdict.name === name);
      const held = own.filter((verdict) => verdict.outcome === "held").length;
      const { least, median, most } = spread(own.flatMap((verdict) => verdict.timeline.firing ?? []));
      process.stdout.write(
        `${name}: ${held} of ${own.length} held; firing at ${least}–${most} s, median ${median} s of production time\n`,
      );
    }
    return overall(verdicts.map((verdict) => verdict.outcome)) === "held" ? 0 : 1;
  },
});
