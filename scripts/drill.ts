import { readFixtures } from "../sandbox/drill/read/fixtures.ts";
import { judge } from "../sandbox/drill/judge.ts";
import { planAll } from "../sandbox/drill/plan/plan-all.ts";
import { capacityMeter, jobsFor } from "../sandbox/drill/play/jobs.ts";
import { runAll } from "../sandbox/drill/play/run-all.ts";
import { selectDrills } from "../sandbox/drill/read/select.ts";
import { exitCode } from "../sandbox/drill/verdict.ts";
import { drillReport } from "../sandbox/report/json.ts";
import { progressView } from "../sandbox/report/progress.ts";
import { renderText } from "../sandbox/report/text.ts";
import { makeReportDirectory, writeReports } from "../sandbox/report/write.ts";
import { openRuntime } from "./boot.ts";
import { main } from "./command.ts";
import { screens } from "./screen.ts";
import { defaultFixtures, stackOptions, stackOf, wholeNumber } from "./stack-options.ts";

await main({
  name: "npm run drill --",
  summary: "Proves alert rules end to end: fires, is delivered, stays alone, resolves.",
  positionals: "[DRILL or SUITE…]",
  options: {
    ...stackOptions,
    all: { type: "boolean", help: "every drill of every suite (default: the suite guide)" },
    jobs: { type: "string", value: "N", help: "drills side by side (default: from cores that are free, and memory)" },
    report: { type: "string", value: "DIR", default: "reports", help: "where drill.json, junit.xml and journals/ go" },
    json: { type: "boolean", help: "print drill.json to stdout, and nothing else there" },
  },
  examples: [
    ["npm run drill", "the guide's alerts, as fast as faithful"],
    ["npm run drill -- high-error-rate --runtime process", "one drill, without containers"],
    ["npm run drill -- --scale 60", "time divided by 60"],
    ["npm run --silent drill -- --json > drill.json", "for programs"],
  ],
  run: async ({ values, positionals, signal }) => {
    const began = performance.now();
    const capacity = capacityMeter();
    const choice = stackOf(values);
    const { versions, factor } = choice;
    const jobs = values.jobs === undefined ? undefined : wholeNumber("jobs", values.jobs);
    const fixtures = await readFixtures(values.fixtures ?? defaultFixtures);
    // Before anything of ours keeps the machine busy.
    const free = capacity();
    const drills = selectDrills(fixtures, positionals, values.all);
    // Whatever is wrong with a drill is said before anything is fetched.
    planAll(drills, fixtures, factor, "process");
    await makeReportDirectory(values.report);

    const { out, progress } = screens();
    const { runtime: opened, why } = await openRuntime(fixtures, choice, progress.line, signal);
    await using runtime = opened;
    const view = progressView(drills, progress);
    const journals = await runAll(
      drills,
      { runtime, why, fixtures, factor, versions, signal },
      jobs ?? jobsFor(runtime.kind, free),
      { event: view.event, ended: (drill, journal) => view.ended(drill, judge(journal)) },
    );
    view.close();
    const verdicts = journals.map(judge);
    const report = drillReport(verdicts, { runtime: runtime.kind, seconds: (performance.now() - began) / 1000 });
    process.stdout.write(values.json ? `${JSON.stringify(report, undefined, 2)}\n` : renderText(verdicts, out));
    const written = await writeReports(values.report, report, verdicts, journals).then(
      () => true,
      (error: Error) => {
        progress.line(`the report in ${values.report} could not be written: ${error.message}`);
        return false;
      },
    );
    return written ? exitCode[report.outcome] : exitCode[report.outcome] || exitCode.inconclusive;
  },
});
