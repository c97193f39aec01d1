import { readSloFiles } from "../sandbox/drill/read/slo-files.ts";
import { FiredrillError, formatProblem } from "../sandbox/errors.ts";
import { milliseconds } from "../sandbox/rules/duration.ts";
import { renderRules } from "../sandbox/slo/render.ts";
import { main } from "./command.ts";

await main({
  name: "npm run --silent slo --",
  summary:
    "Prints the rules of service level objectives: recording rules, and alerts by multi-window burn rates, named as Sloth's.\n" +
    "Reads Sloth's prometheus/v1 and OpenSLO v1. What should be known of the rules goes to stderr.",
  positionals: "FILE…",
  options: {
    period: {
      type: "string",
      choices: ["30d", "28d"],
      default: "30d",
      help: "what the error budget is for, of objectives that don't say",
    },
    buckets: {
      type: "string",
      value: "FILE",
      help: "the buckets of histograms (default: ../prometheus/buckets.yml, seen from each FILE, where it is there)",
    },
  },
  examples: [
    ["npm run --silent slo -- fixtures/slo/bailbondpro.yml", "the project's own objectives"],
    ["npm run --silent slo -- --period 28d mine.yml", "yours, over four weeks"],
  ],
  async run({ values, positionals }) {
    if (positionals.length === 0)
      throw new FiredrillError("usage", "no file is named\nsee npm run --silent slo -- --help");
    const periodMs = milliseconds(values.period === "28d" ? "28d" : "30d");
    const { slos, notes, files } = await readSloFiles(positionals, { periodMs, buckets: values.buckets });
    process.stdout.write(
      renderRules(
        slos,
        files,
        notes.map(({ message }) => message),
      ),
    );
    process.stderr.write(notes.map((note) => `${formatProblem(note)}\n`).join(""));
    return 0;
  },
});
