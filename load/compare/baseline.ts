import { z } from "zod";
import { FiredrillError, inputError } from "../../sandbox/errors.ts";
import { validate } from "../../sandbox/rules/validate.ts";
import { readYaml } from "../../sandbox/rules/yaml-source.ts";
import type { LoadRecord } from "../record.ts";
import { fewestSpans } from "./compare-samples.ts";
import { differencesOf } from "./conditions.ts";
import type { Conditions } from "./conditions.ts";
import { recordProblems } from "./record-problems.ts";
import { recordSchema } from "./record-schema.ts";

/** Runs that later ones are compared with: more than one show what runs differ by. */
export interface Baseline {
  readonly schema: 1;
  readonly conditions: Conditions;
  /** The oldest first. */
  readonly runs: readonly LoadRecord[];
}

/** More of them hardly make a statement surer, and are old. */
export const mostRuns = 5;

const text = z.string().min(1, "expected text");

const baselineSchema: z.ZodType<Baseline> = z.object({
  schema: z.literal(1, { error: "expected schema 1: save the baseline anew" }),
  conditions: z.object({
    profile: text,
    asks: z.record(z.string(), z.unknown()),
    target: text,
    machine: z.object({ platform: text, cpu: text, cores: z.int().positive("expected how many cores there were") }),
    versions: z.record(z.string(), z.string()),
  }),
  runs: z.array(recordSchema).min(1, "expected at least one run").max(mostRuns, `expected at most ${mostRuns} runs`),
});

/** From the text of its file. Rejects (`input`) with everything that is wrong, each with its place. */
export function readBaseline(file: string, content: string): Baseline {
  const source = readYaml(file, content);
  if (isCutOff(content)) throw inputError([{ file, ...source.placeOf(content.length), message: cutOff }]);
  const [broken] = source.problems;
  if (broken) throw inputError([{ ...broken, message: "not valid JSON; save the baseline anew" }]);
  const { value, problems } = validate(source, baselineSchema);
  if (!value) throw inputError(problems);
  const wrong = value.runs.flatMap((run, n) => recordProblems(source, ["runs", n], run));
  if (wrong.length > 0) throw inputError(wrong);
  return value;
}

const cutOff = "not valid JSON: it is cut off here; save the baseline anew";

/** Whether JSON goes on where the text ends. */
function isCutOff(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    const position = /at position (\d+)/.exec(message)?.[1];
    return /^(Unexpected end|Unterminated)/.test(message) || Number(position ?? -1) >= text.trimEnd().length;
  }
}

/** The text of its file, a line for each value, so that a review shows what changed. */
export function writeBaseline(baseline: Baseline): string {
  return `${JSON.stringify(baseline, null, 2)}\n`;
}

/**
 * With one more run, without the oldest where there are too many. Rejects a run that measured something else than
 * those before it (`usage`), and one that is no measure for others (`load-failed`).
 */
export function withRun(baseline: Baseline | undefined, conditions: Conditions, run: LoadRecord): Baseline {
  const unfit = unfitness(run);
  if (unfit !== null) throw new FiredrillError("load-failed", `this run is no measure for others: ${unfit}`);
  if (!baseline) return { schema: 1, conditions, runs: [run] };
  refuseOthers("repeat the baseline", baseline.conditions, conditions);
  return { schema: 1, conditions, runs: [...baseline.runs, run].slice(-mostRuns) };
}

/** Rejects (`usage`) what was measured under conditions that can't be compared, and says what differs. */
export function refuseOthers(what: string, then: Conditions, now: Conditions): void {
  const differences = differencesOf(then, now);
  if (differences.length === 0) return;
  throw new FiredrillError(
    "usage",
    `this load can not ${what}, which measured something else:\n${differences.map((one) => `  ${one}`).join("\n")}\n` +
      "ask for the same, or save a baseline of another name",
  );
}

function unfitness({ generator, stopped, spans }: LoadRecord): string | null {
  if (generator.behind !== null) return generator.behind;
  if (stopped !== null) return `it was ended before its time: ${stopped}`;
  if ((spans?.latency.length ?? 0) < fewestSpans) return `it took less than ${fewestSpans} seconds`;
  return null;
}
