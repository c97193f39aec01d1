import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { eventsOf } from "../drill/journal.ts";
import type { Journal } from "../drill/journal.ts";
import type { Outcome } from "../drill/verdict.ts";
import type { Form } from "./write.ts";

/** Of each drill that promtool was asked about: its unit test, and beside it the rules as they were. */
export function ruleTestForms(journals: readonly Journal[]): Form[] {
  return journals.flatMap((journal) =>
    eventsOf(journal, "confirmed").flatMap(({ test, rules }): Form[] => [
      [`${journal.drill.name}.test.yml`, () => test],
      ...Object.entries(rules).map(([name, { text }]): Form => [name, () => text]),
    ]),
  );
}

/**
 * Keeps the unit tests of drills that held and that promtool confirmed in a directory, which is made: of production's own rule
 * files, where they stand, so that a change of a rule is noticed. Gives the files.
 */
export async function recordRuleTests(
  directory: string,
  drills: readonly { readonly outcome: Outcome; readonly journal: Journal }[],
): Promise<string[]> {
  const kept = drills.flatMap(({ outcome, journal }) =>
    eventsOf(journal, "confirmed").flatMap(({ by, test, rules }) =>
      outcome === "held" && by.says === "agrees"
        ? [[join(directory, `${journal.drill.name}.test.yml`), ofProduction(test, rules, directory)] as const]
        : [],
    ),
  );
  for (const [file, text] of kept) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return kept.map(([file]) => file);
}

type Rules = Readonly<Record<string, { readonly file: string }>>;

function ofProduction(test: string, rules: Rules, directory: string): string {
  const lines = Object.entries(rules).map(
    ([name, { file }]) =>
      [`  - ${name}`, `  - ${JSON.stringify(relative(resolve(directory), resolve(file)))}`] as const,
  );
  const [head = "", ...rest] = test.split("\ntests:\n");
  const named = lines.reduce((text, [from, to]) => text.replace(from, () => to), head);
  return ["# Recorded by `npm run drill -- --record`.\n", named, ...rest.flatMap((one) => ["\ntests:\n", one])].join(
    "",
  );
}
