import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Journal } from "../drill/journal.ts";
import type { Verdict } from "../drill/verdict.ts";
import type { DrillReport } from "./json.ts";
import { renderJunit } from "./junit.ts";

/** Writes drill.json, junit.xml and journals/NAME.json below a directory, which it makes. */
export async function writeReports(
  directory: string,
  report: DrillReport,
  verdicts: readonly Verdict[],
  journals: readonly Journal[],
): Promise<void> {
  await mkdir(join(directory, "journals"), { recursive: true });
  await Promise.all([
    writeFile(join(directory, "drill.json"), json(report)),
    writeFile(join(directory, "junit.xml"), renderJunit(verdicts)),
    ...journals.map((journal) => writeFile(join(directory, "journals", `${journal.drill.name}.json`), json(journal))),
  ]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
