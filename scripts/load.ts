import { join } from "node:path";
import { bootLoadedStack } from "../sandbox/drill/load/loaded-stack.ts";
import { loadStack } from "../sandbox/drill/load/run-load.ts";
import { wantedProfile } from "../sandbox/drill/load/wanted-profile.ts";
import { readFixtures } from "../sandbox/drill/read/fixtures.ts";
import { measured } from "../sandbox/report/load/json.ts";
import { loadView } from "../sandbox/report/load/progress.ts";
import { renderLoadText } from "../sandbox/report/load/text.ts";
import { writeLoadReports } from "../sandbox/report/load/write.ts";
import { makeReportDirectory } from "../sandbox/report/write.ts";
import { openRuntime } from "./boot.ts";
import { main } from "./command.ts";
import { ownTarget } from "./load-target.ts";
import { screens } from "./screen.ts";
import { defaultFixtures, stackOf, stackOptions } from "./stack-options.ts";

const { scale: _scale, ...bootOptions } = stackOptions;

await main({
  name: "npm run load --",
  summary: "Puts a load on a service and says whether it keeps its objectives, and what of the error budget that cost.",
  positionals: "[PROFILE]",
  options: {
    ...bootOptions,
    target: { type: "string", value: "URL", help: "a service of your own, instead of the project's stack" },
    "i-own-this-target": { type: "string", value: "HOST", help: "its host, where that is not this machine" },
    rate: { type: "string", value: "N", help: "so many requests a second, whatever becomes of them" },
    connections: { type: "string", value: "N", help: "so many users, each waiting for its answer" },
    duration: { type: "string", value: "D", help: "how long, such as 30s (default: the profile's, else 30s)" },
    report: {
      type: "string",
      value: "DIR",
      default: "reports",
      help: "where load.json, load.junit.xml, load.md and load.hgrm go",
    },
    json: { type: "boolean", help: "print load.json to stdout, and nothing else there" },
  },
  examples: [["npm run load", "the profile steady"]],
  run: async ({ values, positionals, signal }) => {
    const choice = stackOf({ ...values, scale: undefined });
    const own = ownTarget(values.target, values["i-own-this-target"]);
    const [name = "steady"] = positionals;
    const fixtures = await readFixtures(values.fixtures ?? defaultFixtures);
    const profile = wantedProfile(name, fixtures.loads.get(name)!, values);
    await makeReportDirectory(values.report, []);
    const { out, progress } = screens();
    const { runtime: opened, why } = await openRuntime(fixtures, choice, progress.line, signal);
    await using runtime = opened;
    const view = loadView(name, progress);
    view.says("booting");
    await using stack = await bootLoadedStack(fixtures, choice.versions, runtime, signal);
    const run = await loadStack(stack, {
      name,
      profile: profile as never,
      signal,
      listener: { says: view.says, second: (second) => view.second(second, []) },
      stop: () => null,
    }).finally(() => view.close());
    console.error(run.window, run.alerts, run.fell, own, why);
    const report = { ...measured(run.record), outcome: "held" as const, runtime: runtime.kind, objectives: [], findings: [], alerts: run.alerts, notes: stack.notes };
    process.stdout.write(values.json ? `${JSON.stringify(report, undefined, 2)}\n` : renderLoadText(report, out));
    await writeLoadReports(values.report, report, run.record);
    progress.line(`all about it: ${join(values.report, "load.md")}`);
    return 0;
  },
});
