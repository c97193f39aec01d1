import { join } from "node:path";
import { check } from "../sandbox/drill/cover/check.ts";
import { filesToCheck } from "../sandbox/drill/read/check-files.ts";
import { FiredrillError } from "../sandbox/errors.ts";
import { renderCheck } from "../sandbox/report/check.ts";
import { renderFindings } from "../sandbox/report/findings.ts";
import { renderFindingAnnotations } from "../sandbox/report/github.ts";
import { runChecks } from "../sandbox/rules/checks/run-checks.ts";
import { objectiveProblems } from "../sandbox/slo/objective-problems.ts";
import { checkout } from "./checkout.ts";
import { main } from "./command.ts";
import { screens } from "./screen.ts";
import { defaultFixtures, stackOptions } from "./stack-options.ts";

await main({
  name: "npm run check --",
  summary:
    "Says without running anything what is wrong with rules, targets, routes, objectives and dashboards (docs/checks/);\n" +
    "without PATH also what the drills show of each alert, and which fault makes which alert fire.\n" +
    "Exit status 1 where something is found, where an alert lacks a drill that nobody waived (waivers.yml), or where the\n" +
    "last run was not as expected.",
  positionals: "[PATH…]",
  options: {
    fixtures: stackOptions.fixtures,
    report: { type: "string", value: "DIR", default: "reports", help: "where the last run of drills left journals/" },
    json: { type: "boolean", help: "print JSON to stdout, and nothing else there" },
    github: {
      type: "boolean",
      help: "annotations of GitHub Actions, on stderr (default: where GITHUB_ACTIONS is true)",
    },
  },
  examples: [
    ["npm run check", "the project's own files and drills"],
    ["npm run check -- --fixtures ../ops", "yours"],
    ["npm run check -- monitoring/ compose.yml", "these files alone, whatever they are: no drill is needed"],
    ["npm run --silent check -- --json", "for programs"],
  ],
  async run({ values, positionals }) {
    if (positionals.length > 0 && values.fixtures !== undefined)
      throw new FiredrillError("usage", "--fixtures is for files with their drills, PATH for files alone; name one");
    const fixtures = values.fixtures ?? defaultFixtures;
    const own = values.fixtures === undefined ? [join(defaultFixtures, "..", "docker-compose.monitoring.yml")] : [];
    const covered =
      positionals.length > 0 ? undefined : await check(fixtures, values.report, new Date().toISOString().slice(0, 10));
    const files = await filesToCheck(covered ? [fixtures, ...own] : positionals);
    const checked = runChecks(files, objectiveProblems(files));
    if (checked.files.length === 0 && checked.findings.length === 0)
      throw new FiredrillError("usage", `nothing that can be checked is at ${positionals.join(", ")}`);
    const ok = checked.findings.length === 0 && covered?.ok !== false;
    const { out } = screens();
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ schema: 1, ...covered, ...checked, ok }, undefined, 2)}\n`
        : [...(covered ? [renderCheck(covered, out), "\n"] : []), renderFindings(checked, out)].join(""),
    );
    if (values.github || process.env["GITHUB_ACTIONS"] === "true")
      process.stderr.write(renderFindingAnnotations(checked.findings, checkout()));
    return ok ? 0 : 1;
  },
});
