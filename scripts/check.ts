import { check } from "../sandbox/drill/cover/check.ts";
import { renderCheck } from "../sandbox/report/check.ts";
import { main } from "./command.ts";
import { screens } from "./screen.ts";
import { defaultFixtures, stackOptions } from "./stack-options.ts";

await main({
  name: "npm run check --",
  summary:
    "Says without running anything what the drills show of each alert, and which fault makes which alert fire.\n" +
    "Exit status 1 where an alert lacks a drill that nobody waived (waivers.yml), or the last run was not as expected.",
  options: {
    fixtures: stackOptions.fixtures,
    report: { type: "string", value: "DIR", default: "reports", help: "where the last run of drills left journals/" },
    json: { type: "boolean", help: "print JSON to stdout, and nothing else there" },
  },
  examples: [
    ["npm run check", "the project's own drills"],
    ["npm run check -- --fixtures ../ops", "yours"],
    ["npm run --silent check -- --json", "for programs"],
  ],
  async run({ values }) {
    const today = new Date().toISOString().slice(0, 10);
    const found = await check(values.fixtures ?? defaultFixtures, values.report, today);
    process.stdout.write(values.json ? `${JSON.stringify(found, undefined, 2)}\n` : renderCheck(found, screens().out));
    return found.ok ? 0 : 1;
  },
});
