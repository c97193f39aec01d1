import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FiredrillError, inputError } from "../sandbox/errors.ts";
import { renderClasses } from "../sandbox/report/scale-classes.ts";
import { renderScale } from "../sandbox/report/scale.ts";
import { parseDuration } from "../sandbox/rules/duration.ts";
import { withComments } from "../sandbox/rules/scale-comments.ts";
import { scaleRuleFiles } from "../sandbox/rules/scale-files.ts";
import { readSignals, type Signals } from "../sandbox/rules/signals.ts";
import { main } from "./command.ts";
import { factorOf } from "./stack-options.ts";

await main({
  name: "npm run --silent scale --",
  summary:
    "Divides the production time of rule files, or of PrometheusRule resources, and corrects what that does to their values.\n" +
    "The scaled file goes to stdout, comments and order kept; what was corrected, assumed or refused to stderr.\n" +
    "Exit status 1 where something is refused: it is left as it was, under a comment that says why.",
  positionals: "FILE…",
  options: {
    factor: { type: "string", value: "K", help: "divide time by K" },
    signals: {
      type: "string",
      value: "FILE",
      help: "what each metric measures (default: signals.yml beside the rules or one folder above, where there is one)",
    },
    classes: { type: "boolean", help: "print what a factor does to each function and signal, and nothing else" },
    strict: { type: "boolean", help: "refuse a signal that nobody declared instead of assuming one" },
    "evaluation-interval": {
      type: "string",
      value: "DURATION",
      default: "1m",
      help: "production's global one: the step of a subquery that names none",
    },
  },
  examples: [
    ["npm run --silent scale -- --factor 60 rules.yml > scaled.yml", "minutes become seconds"],
    ["npm run --silent scale -- --factor 120 --strict --signals signals.yml rules/*.yml", "several, a document each"],
  ],
  async run({ values, positionals }) {
    if (values.classes) {
      process.stdout.write(renderClasses());
      return 0;
    }
    if (values.factor === undefined)
      throw new FiredrillError("usage", "--factor K is missing: divide time by how much?");
    if (positionals.length === 0) throw new FiredrillError("usage", "name the rule files to scale");
    const k = factorOf("factor", values.factor);
    const evaluationMs = parseDuration(values["evaluation-interval"]);
    if (!evaluationMs)
      throw new FiredrillError(
        "usage",
        `--evaluation-interval ${values["evaluation-interval"]}: expected 1m or the like`,
      );
    const files = await Promise.all(positionals.map(async (file) => ({ file, text: await read(file) })));
    const signals = await signalsOf(values.signals, positionals);
    const scaled = scaleRuleFiles(files, k, signals, { strict: values.strict, evaluationMs });
    const wrong = scaled.flatMap(({ refused, left }) => (left.length === 0 ? refused : []));
    if (wrong.length > 0) throw inputError(wrong);
    const named = scaled.map((one, i) => [positionals[i] ?? "", one] as const);
    process.stderr.write(renderScale(named, k));
    const texts = named.map(([file, one]) => withComments(file, one));
    process.stdout.write(
      texts.length === 1 ? texts.join("") : texts.map((text, i) => `--- # ${positionals[i]}\n${text}`).join(""),
    );
    return scaled.some(({ refused }) => refused.length > 0) ? 1 : 0;
  },
});

async function read(file: string): Promise<string> {
  return readFile(file, "utf8").catch((error: Error) => {
    throw new FiredrillError("usage", `${file} can't be read: ${error.message}`);
  });
}

/** Declared by name, or beside the rules; of what nobody declared, none. */
async function signalsOf(file: string | undefined, rules: readonly string[]): Promise<Signals> {
  const beside = rules.flatMap((one) => [join(dirname(one), "signals.yml"), join(dirname(one), "..", "signals.yml")]);
  const found = file === undefined ? await firstOf([...new Set(beside)]) : { file, text: await read(file) };
  if (!found) return new Map();
  const { signals, problems } = readSignals(found.file, found.text);
  if (problems.length > 0) throw inputError(problems);
  return signals;
}

async function firstOf(files: readonly string[]): Promise<{ file: string; text: string } | undefined> {
  for (const file of files) {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text !== undefined) return { file, text };
  }
  return undefined;
}
