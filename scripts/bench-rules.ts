import { classCases, generatedCases } from "../sandbox/prove/pace-cases.ts";
import { spread } from "../sandbox/report/bench.ts";
import { runChecks } from "../sandbox/rules/checks/run-checks.ts";
import { sampleSignals } from "../sandbox/rules/scale-samples.ts";
import { scaleRuleFile } from "../sandbox/rules/scale.ts";
import { main } from "./command.ts";
import { wholeNumber } from "./stack-options.ts";

const wantedMs = 1000;

await main({
  name: "npm run bench:rules --",
  summary:
    "How long it takes to parse, check and scale rules: as one file, each round with other expressions, so that nothing is known.",
  options: {
    rules: { type: "string", value: "N", default: "1000", help: "rules in the file" },
    rounds: { type: "string", value: "N", default: "7", help: "files, the first of which only warms up" },
  },
  examples: [["npm run bench:rules", "a thousand rules in under a second"]],
  run: async ({ values }) => {
    const count = wholeNumber("rules", values.rules);
    const took = Array.from({ length: wholeNumber("rounds", values.rounds) + 1 }, (_, round) => {
      const text = fileOf(count, round + 1);
      const began = performance.now();
      const { refused } = scaleRuleFile("rules.yml", text, 120, sampleSignals);
      const { findings } = runChecks([{ file: "rules.yml", text }]);
      const ms = performance.now() - began;
      // None of them says where to read on, so that each is found fault with.
      if (findings.length < count) throw new Error(`${findings.length} findings of ${count} rules without a runbook`);
      const wrong = [...findings.filter(({ id }) => id === "invalid"), ...refused];
      if (wrong.length > 0) throw new Error(wrong[0]?.message);
      return ms;
    });
    const { least, median, most } = spread(took.slice(1));
    const shown = [median, least, most].map(Math.round);
    process.stdout.write(
      `${count} rules parsed, checked and scaled in ${shown[0]} ms (${shown[1]} to ${shown[2]}; the first file ${Math.round(took[0] ?? 0)}; wanted: less than ${wantedMs})\n`,
    );
    return median < wantedMs ? 0 : 1;
  },
});

function fileOf(count: number, seed: number): string {
  const cases = [...classCases(), ...generatedCases(count, seed)].slice(-count);
  const rules = cases.map(
    ({ expr, for: holds }, i) =>
      `      - alert: Rule${i}\n        expr: ${JSON.stringify(`${expr} # ${seed}`)}\n        for: ${holds ?? "0s"}\n        labels: { severity: warning }\n        annotations: { summary: "{{ $labels.job }}: {{ $value }}" }\n`,
  );
  return `groups:\n  - name: rules\n    rules:\n${rules.join("")}`;
}
