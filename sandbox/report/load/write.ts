import { appendFile } from "node:fs/promises";
import type { JudgedLoad } from "../../drill/load/load-run.ts";
import { json, writeForms } from "../write.ts";
import { renderHgrm } from "./hgrm.ts";
import { renderLoadPage } from "./html.ts";
import type { PageFacts } from "./html/facts.ts";
import { renderLoadJunit } from "./junit.ts";
import type { LoadReport } from "./load-report.ts";
import { renderLoadMarkdown } from "./markdown.ts";

/** Every form of a load's report, by its file. */
export const loadForms = ["load.html", "load.json", "load.junit.xml", "load.md", "load.hgrm"] as const;

/** Writes every form of a load's report into a directory that was made ready. Rejects with the first that could not be written. */
export async function writeLoadReports(
  directory: string,
  report: LoadReport,
  judged: JudgedLoad,
  facts: PageFacts,
): Promise<void> {
  const render: Readonly<Record<(typeof loadForms)[number], () => string>> = {
    "load.html": () => renderLoadPage(judged, facts),
    "load.json": () => json(report),
    "load.junit.xml": () => renderLoadJunit(report),
    "load.md": () => renderLoadMarkdown(report),
    "load.hgrm": () => renderHgrm(judged.run.record.latency),
  };
  await writeForms(
    directory,
    loadForms.map((name) => [name, render[name]] as const),
  );
}

/** Adds the load to a file that GitHub Actions shows as the job's summary. */
export async function appendLoadSummary(file: string, report: LoadReport): Promise<void> {
  await appendFile(file, renderLoadMarkdown(report));
}
