import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eventsOf } from "../drill/journal.ts";
import type { Journal } from "../drill/journal.ts";
import type { Verdict } from "../drill/verdict.ts";
import type { DrillReport } from "./json.ts";
import { renderJunit } from "./junit.ts";

/** Writes drill.json, junit.xml, journals/NAME.json and config/NAME/ (what really ran) below a directory, which it makes. */
export async function writeReports(
  directory: string,
  report: DrillReport,
  verdicts: readonly Verdict[],
  journals: readonly Journal[],
): Promise<void> {
  await mkdir(join(directory, "journals"), { recursive: true });
  const configs = journals.flatMap((journal) =>
    eventsOf(journal, "config").flatMap(({ files }) =>
      Object.entries(files).map(([name, text]) => ({
        folder: join(directory, "config", journal.drill.name),
        name,
        text,
      })),
    ),
  );
  await Promise.all(configs.map(({ folder }) => mkdir(folder, { recursive: true })));
  await Promise.all([
    ...configs.map(({ folder, name, text }) => writeFile(join(folder, name), text)),
    writeFile(join(directory, "drill.json"), json(report)),
    writeFile(join(directory, "junit.xml"), renderJunit(verdicts)),
    ...journals.map((journal) => writeFile(join(directory, "journals", `${journal.drill.name}.json`), json(journal))),
  ]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
