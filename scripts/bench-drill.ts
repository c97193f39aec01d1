import { readFixtures } from "../sandbox/drill/read/fixtures.ts";
import { runAll } from "../sandbox/drill/play/run-all.ts";
import { selectDrills } from "../sandbox/drill/read/select.ts";
import { FiredrillError } from "../sandbox/errors.ts";
import { costOf, spread } from "../sandbox/report/bench.ts";
import type { Cost } from "../sandbox/report/bench.ts";
import { openRuntime } from "./boot.ts";
import { main } from "./command.ts";
import { screens } from "./screen.ts";
import { defaultFixtures, stackOf, stackOptions, wholeNumber } from "./stack-options.ts";

await main({
  name: "npm run bench:drill --",
  summary:
    "What drills cost beyond time itself: wall time ÷ (boot + scaled theoretical time), and the boot of each runtime.",
  positionals: "[DRILL or SUITE…]",
  options: {
    ...stackOptions,
    runs: { type: "string", value: "N", default: "3", help: "times that each drill is run" },
  },
  examples: [
    ["npm run bench:drill", "both runtimes where both can be had"],
    ["npm run bench:drill -- --runtime process --runs 5", "one of them"],
  ],
  run: async ({ values, positionals, signal }) => {
    const choice = stackOf(values);
    const fixtures = await readFixtures(values.fixtures ?? defaultFixtures);
    const drills = selectDrills(fixtures, positionals, false);
    const { progress } = screens();
    const kinds = choice.wanted === "auto" ? (["process", "container"] as const) : [choice.wanted];
    for (const wanted of kinds) {
      const opened = await openRuntime(fixtures, { ...choice, wanted }, progress.line, signal).catch(
        (error: unknown) => {
          if (choice.wanted !== "auto" || !(error instanceof FiredrillError)) throw error;
          process.stdout.write(`${wanted}: not measured: ${error.message.split("\n")[0]}\n`);
        },
      );
      if (!opened) continue;
      await using runtime = opened.runtime;
      const { factor, versions } = choice;
      const world = { runtime, why: opened.why, fixtures, factor, versions, signal };
      for (const drill of drills) {
        const costs: Cost[] = [];
        // One at a time: side by side, one drill's boot would be part of another's time.
        for (let run = 1; run <= wholeNumber("runs", values.runs) && !signal.aborted; run++) {
          const journals = await runAll([drill], world, 1, { event: () => {}, ended: () => {} });
          costs.push(...journals.flatMap((journal) => costOf(journal) ?? []));
        }
        const median = (of: (cost: Cost) => number): string => spread(costs.map(of)).median.toFixed(2);
        process.stdout.write(
          `${wanted} ${drill.name}: wall ${median((cost) => cost.wall)} s = ${median((cost) => cost.wall / (cost.boot + cost.theory))} × ` +
            `(boot ${median((cost) => cost.boot)} s + theory ${median((cost) => cost.theory)} s), median of ${costs.length}\n`,
        );
      }
    }
    return 0;
  },
});
