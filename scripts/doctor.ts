import { diagnose, diagnosisText } from "../sandbox/stack/diagnosis.ts";
import { main } from "./command.ts";

await main({
  name: "npm run doctor --",
  summary:
    "Says what this machine has, what would be used and why. Fetches and starts nothing; takes away what dead runs left.",
  options: { json: { type: "boolean", help: "print JSON to stdout, and nothing else there" } },
  examples: [
    ["npm run doctor", "for people; exit status 1 where drills could not run"],
    ["npm run --silent doctor -- --json", "for programs"],
  ],
  async run({ values }) {
    const found = await diagnose(process.env);
    console.log(values.json ? JSON.stringify(found, undefined, 2) : diagnosisText(found));
    return found.ok ? 0 : 1;
  },
});
