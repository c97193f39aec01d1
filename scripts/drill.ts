import { join } from "node:path";
import { FiredrillError } from "../sandbox/errors.ts";
import { readFixtures } from "../sandbox/drill/read/fixtures.ts";
import { judge } from "../sandbox/drill/judge.ts";
import { oneOfEachSignal } from "../sandbox/drill/plan/one-of-each-signal.ts";
import { planAll } from "../sandbox/drill/plan/plan-all.ts";
import { capacityMeter, jobsFor } from "../sandbox/drill/play/jobs.ts";
import { runAll } from "../sandbox/drill/play/run-all.ts";
import { watchingFor } from "../sandbox/drill/read/watching-for.ts";
import { selectDrills } from "../sandbox/drill/read/select.ts";
import { exitCode } from "../sandbox/drill/verdict.ts";
import type { Verdict } from "../sandbox/drill/verdict.ts";
import { renderAnnotations } from "../sandbox/report/github.ts";
import { drillReport } from "../sandbox/report/json.ts";
import type { RunFacts } from "../sandbox/report/json.ts";
import { progressView } from "../sandbox/report/progress.ts";
import { recordRuleTests } from "../sandbox/report/rule-tests.ts";
import { renderText } from "../sandbox/report/text.ts";
import { appendSummary, makeReportDirectory, writeReports } from "../sandbox/report/write.ts";
import { openRuntime } from "./boot.ts";
import { checkout } from "./checkout.ts";
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
    watch: { type: "string", value: "TIME", help: "how long drills look on that say so, production time (24h)" },
    slow: { type: "boolean", help: "one drill of each kind of signal, time divided by 10 at most: for a nightly run" },
    jobs: { type: "string", value: "N", help: "drills side by side (default: from cores that are free, and memory)" },
    report: {
      type: "string",
      value: "DIR",
      default: "reports",
      help: "where index.html, summary.md, drill.json, junit.xml, journals/ and promtool/ go",
    },
    record: { type: "boolean", help: "keep promtool's unit tests of drills that held in tests/ of the fixtures" },
    json: { type: "boolean", help: "print drill.json to stdout, and nothing else there" },
    verbose: { type: "boolean", help: "all about drills that held (of more than three: a line each)" },
    github: {
      type: "boolean",
      help: "annotations of GitHub Actions, on stderr (default: where GITHUB_ACTIONS is true)",
    },
  },
  examples: [
    ["npm run drill", "the guide's alerts, as fast as faithful"],
    ["npm run drill -- high-error-rate --runtime process", "one drill, without containers"],
    ["npm run drill -- --scale 60", "time divided by 60"],
    ["npm run drill -- --watch 1h all-quiet", "an ordinary hour, and how near each alert came"],
    ["npm run drill -- --all --verbose", "everything, and everything about it"],
    ["npm run drill -- --record", "the guide's drills, kept as unit tests of its rules"],
    ["npm run --silent drill -- --json > drill.json", "for programs"],
  ],
  run: async ({ values, positionals, signal }) => {
    const began = performance.now();
    const capacity = capacityMeter();
    const choice = stackOf(values);
    const { versions } = choice;
    if (values.slow && choice.factor !== "auto")
      throw new FiredrillError("usage", "--slow and --scale both say how fast; give one of them");
    const factor = values.slow ? "slow" : choice.factor;
    const jobs = values.jobs === undefined ? undefined : wholeNumber("jobs", values.jobs);
    const fixtures = await readFixtures(values.fixtures ?? defaultFixtures);
    // Before anything of ours keeps the machine busy.
    const free = capacity();
    const selected = selectDrills(fixtures, positionals, values.all || (values.slow && positionals.length === 0));
    const each = values.slow ? oneOfEachSignal(selected, fixtures) : { drills: selected, without: [] };
    const drills = values.watch === undefined ? each.drills : watchingFor(values.watch, each.drills);
    // Whatever is wrong with a drill is said before anything is fetched.
    planAll(drills, fixtures, factor, choice.wanted === "auto" ? "either" : choice.wanted);
    await makeReportDirectory(values.report);

    const { out, progress } = screens();
    if (each.without.length > 0)
      progress.line(`no drill has to fire on a signal that is: ${each.without.join(", ")}; nothing is shown of those`);
    const { runtime: opened, why } = await openRuntime(fixtures, choice, progress.line, signal);
    await using runtime = opened;
    const view = progressView(drills, progress);
    signal.addEventListener("abort", () => view.close({ keep: true }), { once: true });
    const journals = await runAll(
      drills,
      { runtime, why, fixtures, factor, versions, signal },
      jobs ?? jobsFor(runtime.kind, free),
      { event: view.event, ended: (drill, journal) => view.ended(drill, judge(journal)) },
    ).finally(() => view.close());
    const verdicts = journals.map(judge);
    const report = drillReport(verdicts, { runtime: runtime.kind, seconds: (performance.now() - began) / 1000 });
    const brief = verdicts.length > 3 && !values.verbose;
    process.stdout.write(
      values.json ? `${JSON.stringify(report, undefined, 2)}\n` : renderText(verdicts, { ...out, brief }),
    );
    if (values.github || process.env["GITHUB_ACTIONS"] === "true")
      process.stderr.write(renderAnnotations(verdicts, checkout()));
    await appendToSummary(verdicts, report, progress.line);
    const written = await writeReports(values.report, report, verdicts, journals).then(
      () => {
        progress.line(`all about it: ${join(values.report, "index.html")}`);
        return true;
      },
      (error: Error) => {
        progress.line(`the report in ${values.report} could not be written: ${error.message}`);
        return false;
      },
    );
    if (values.record) {
      const kept = await recordRuleTests(
        join(values.fixtures ?? defaultFixtures, "tests"),
        journals.flatMap((journal, i) => (verdicts[i] ? [{ outcome: verdicts[i].outcome, journal }] : [])),
      );
      progress.line(`kept for promtool test rules: ${kept.join(", ") || "nothing held that it could confirm"}`);
    }
    return written ? exitCode[report.outcome] : exitCode[report.outcome] || exitCode.inconclusive;
  },
});

/** A summary that can't be written costs nothing: all of it is in the report, too. */
async function appendToSummary(
  verdicts: readonly Verdict[],
  facts: RunFacts,
  say: (line: string) => void,
): Promise<void> {
  const file = process.env["GITHUB_STEP_SUMMARY"];
  if (!file) return;
  await appendSummary(file, verdicts, facts).catch((error: Error) => say(`no job summary: ${error.message}`));
}
