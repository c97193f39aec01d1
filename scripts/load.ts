import { join } from "node:path";
import { conditionsOf, openBaselines, toleranceOf } from "../sandbox/drill/load/baselines.ts";
import { chooseLoad } from "../sandbox/drill/load/choose-load.ts";
import { bootLoadedStack } from "../sandbox/drill/load/loaded-stack.ts";
import { readSloQueries } from "../sandbox/drill/load/slo-queries.ts";
import { performLoad } from "../sandbox/drill/load/perform-load.ts";
import type { Performed, Standing } from "../sandbox/drill/load/perform-load.ts";
import { loadOwn, loadStack } from "../sandbox/drill/load/run-load.ts";
import { overrideChecks, wantedProfile } from "../sandbox/drill/load/wanted-profile.ts";
import { readFixtures } from "../sandbox/drill/read/fixtures.ts";
import { readLoadFixtures } from "../sandbox/drill/read/load-fixtures.ts";
import { exitCode } from "../sandbox/outcome.ts";
import { loadReport } from "../sandbox/report/load/json.ts";
import type { LoadReport } from "../sandbox/report/load/load-report.ts";
import { loadView } from "../sandbox/report/load/progress.ts";
import { renderLoadText } from "../sandbox/report/load/text.ts";
import { appendLoadSummary, loadForms, writeLoadReports } from "../sandbox/report/load/write.ts";
import { makeReportDirectory } from "../sandbox/report/write.ts";
import { openRuntime } from "./boot.ts";
import { main } from "./command.ts";
import { ownTarget } from "./load-target.ts";
import type { OwnTarget } from "./load-target.ts";
import { refuseTogether } from "./refuse-together.ts";
import { screens } from "./screen.ts";
import { defaultFixtures, stackOf, stackOptions } from "./stack-options.ts";

interface Ended extends Performed {
  readonly runtime: LoadReport["runtime"];
  /** What was loaded, in words or as an origin. */
  readonly target: string;
}

const { scale: _realTime, ...bootOptions } = stackOptions;

await main({
  name: "npm run load --",
  summary:
    "Puts a load on a service in real time, and says whether it keeps its objectives (load/objectives.yml of the fixtures),\n" +
    "seen by the client and by Prometheus. Exit status 0 held, 1 deviated, 2 inconclusive.",
  positionals: "[PROFILE]",
  options: {
    ...bootOptions,
    rate: { type: "string", value: "N", help: "so many requests a second, whatever becomes of them" },
    connections: { type: "string", value: "N", help: "so many users, each waiting for its answer" },
    duration: { type: "string", value: "D", help: "how long, such as 45s (default: the profile's own, else 30s)" },
    target: { type: "string", value: "URL", help: "a service of your own, instead of a stack of the project's" },
    "i-own-this-target": { type: "string", value: "HOST", help: "its host, where that is not this machine" },
    save: {
      type: "string",
      value: "NAME",
      help: "keep it as a baseline of that name, in load/baselines/ of the fixtures",
    },
    compare: { type: "string", value: "NAME", help: "say whether it is slower than that baseline, beyond --tolerance" },
    tolerance: {
      type: "string",
      value: "PERCENT",
      help: "what is no regression yet (default 5, of p99 twice as much)",
    },
    report: {
      type: "string",
      value: "DIR",
      default: "reports",
      help: "where load.html, load.json, load.junit.xml, load.md and load.hgrm go",
    },
    json: { type: "boolean", help: "print load.json to stdout, and nothing else there" },
  },
  examples: [
    ["npm run load", "the profile smoke: as few requests as can tell 99.9 %"],
    ["npm run load -- guide --runtime process", "the guide's thousand users, without containers"],
    ["npm run load -- steady --rate 300 --duration 2m", "three times an ordinary weekday"],
    ["npm run load -- breakpoint", "the highest rate that keeps the objectives"],
    ["npm run load -- --target http://localhost:8080", "your own service; your own load/ with --fixtures DIR"],
    ["npm run load -- steady --compare main", "exit status 1 where it is slower than the baseline main"],
    ["npm run --silent load -- --json > load.json", "for programs"],
  ],
  run: async ({ values, positionals, signal }) => {
    refuseTogether([
      () => stackOf({ ...values, scale: undefined }),
      () => ownTarget(values.target, values["i-own-this-target"]),
      ...overrideChecks(values),
      () => toleranceOf(values.tolerance),
    ]);
    const choice = stackOf({ ...values, scale: undefined });
    const own = ownTarget(values.target, values["i-own-this-target"]);
    const directory = values.fixtures ?? defaultFixtures;
    const fixtures = own ? undefined : await readFixtures(directory);
    const { loads, objectives } = fixtures ?? (await readLoadFixtures(directory));
    const slos = await readSloQueries(directory, objectives);
    const { name, profile } = chooseLoad(loads, positionals);
    const load = { name, profile: wantedProfile(name, profile, values) };
    const baselines = await openBaselines(directory, load, values);
    await makeReportDirectory(values.report, [], loadForms);

    const { out, progress } = screens();
    const view = loadView(name, progress);
    signal.addEventListener("abort", () => view.close({ keep: true }), { once: true });
    const standing: Standing = { objectives, signal, listener: view };
    const onStack = async (): Promise<Ended> => {
      if (!fixtures) throw new Error("no fixtures to boot a stack from");
      const { runtime: opened } = await openRuntime(fixtures, choice, progress.line, signal);
      await using runtime = opened;
      const target = `the project's stack as ${runtime.kind === "process" ? "processes" : "containers"}`;
      baselines.check(conditionsOf(load, target, {}));
      view.says("booting");
      await using stack = await bootLoadedStack(fixtures, choice.versions, runtime, signal);
      const performed = await performLoad(load, standing, (loading) => loadStack(stack, loading, slos));
      view.says("taking everything down");
      return { ...performed, runtime: runtime.kind, target };
    };
    const onOwn = async ({ target, owned }: OwnTarget): Promise<Ended> => {
      baselines.check(conditionsOf(load, target.origin, {}));
      const performed = await performLoad(load, standing, (loading) => loadOwn(target, loading, owned));
      return { ...performed, runtime: null, target: target.origin };
    };
    const ended = await (own ? onOwn(own) : onStack()).finally(() => view.close());

    const { load: judged, found, runtime } = ended;
    const conditions = conditionsOf(load, ended.target, judged.run.versions);
    const facts = { runtime, found, comparison: baselines.compare(conditions, judged.run.record) };
    const report = loadReport(judged, facts);
    process.stdout.write(values.json ? `${JSON.stringify(report, undefined, 2)}\n` : renderLoadText(report, out));
    const summary = process.env["GITHUB_STEP_SUMMARY"];
    if (summary)
      await appendLoadSummary(summary, report).catch((error: Error) =>
        progress.line(`no job summary: ${error.message}`),
      );
    const kept = await Promise.all([
      told(progress.line, writeLoadReports(values.report, report, judged, { ...facts, outcome: report.outcome }), {
        done: `all about it: ${join(values.report, "load.html")}`,
        failed: `the report in ${values.report} could not be written`,
      }),
      told(progress.line, baselines.save(conditions, judged.run.record), { failed: "no baseline was saved" }),
    ]);
    return exitCode[report.outcome] || (kept.includes(false) ? exitCode.inconclusive : 0);
  },
});

/** Says what came of something that is written when the load is over; whether it was. */
async function told(
  say: (line: string) => void,
  writing: Promise<string | null | void>,
  words: { readonly done?: string; readonly failed: string },
): Promise<boolean> {
  return await writing.then(
    (said) => {
      const line = said ?? words.done;
      if (line !== undefined) say(line);
      return true;
    },
    (error: Error) => {
      say(`${words.failed}: ${error.message}`);
      return false;
    },
  );
}
