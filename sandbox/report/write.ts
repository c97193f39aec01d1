import { access, appendFile, constants, mkdir, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { getSystemErrorMap } from "node:util";
import { eventsOf } from "../drill/journal.ts";
import type { Journal } from "../drill/journal.ts";
import type { Verdict } from "../drill/verdict.ts";
import { FiredrillError } from "../errors.ts";
import { renderHtml } from "./html.ts";
import type { Judged } from "./html.ts";
import type { DrillReport, RunFacts } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { ruleTestForms } from "./rule-tests.ts";

/**
 * Makes the directory that reports will go to, and folders below it. `stale`: files of an earlier run that are taken away, so that
 * nobody takes them for one that is interrupted. Rejects (`usage`) where it can't be made or written to.
 */
export async function makeReportDirectory(
  directory: string,
  below: readonly string[] = ["journals", "promtool"],
  stale: readonly string[] = [],
): Promise<void> {
  const refuse = (why: string): FiredrillError =>
    new FiredrillError("usage", `--report ${directory}: ${why}; name a directory that this user can write to`);
  const missing: string[] = [];
  let nearest = resolve(directory);
  for (;;) {
    const found = await stat(nearest).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
      throw refuse(`${nearest} can't be looked at: ${reasonOf(error)}`);
    });
    if (found && !found.isDirectory()) throw refuse(`${nearest} is no directory`);
    if (found) break;
    missing.unshift(nearest);
    nearest = dirname(nearest);
  }
  await access(nearest, constants.W_OK | constants.X_OK).catch((error: NodeJS.ErrnoException) => {
    throw refuse(`${nearest} can't be written to: ${reasonOf(error)}`);
  });
  // One by one: of a parent that takes no directories, such as /proc, the recursive way never comes back.
  for (const one of [...missing, ...below.map((folder) => join(resolve(directory), folder))]) {
    await mkdir(one).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw refuse(`${one} can't be made: ${reasonOf(error)}`);
    });
  }
  const files = stale.map((name) => join(resolve(directory), name));
  for (const file of files) {
    const found = await stat(file).catch(() => undefined);
    if (found?.isDirectory()) throw refuse(`${file} is a directory, where a file is to be written`);
  }
  for (const file of files) {
    await unlink(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw refuse(`${file} can't be replaced: ${reasonOf(error)}`);
    });
  }
}

/**
 * Writes every form of report, journals/NAME.json, promtool/NAME.test.yml and config/NAME/ (what really ran) below a directory that was made ready.
 * What can't be written or rendered keeps nothing else from being written; then it rejects with the first of the reasons.
 */
export async function writeReports(
  directory: string,
  report: DrillReport,
  verdicts: readonly Verdict[],
  journals: readonly Journal[],
): Promise<void> {
  const configs = journals.flatMap((journal) =>
    eventsOf(journal, "config").flatMap(({ files }) =>
      Object.entries(files).map(([name, text]) => ({
        folder: join(directory, "config", journal.drill.name),
        name,
        text,
      })),
    ),
  );
  const forms: readonly Form[] = [
    ["drill.json", () => json(report)],
    ["junit.xml", () => renderJunit(verdicts)],
    ["summary.md", () => renderMarkdown(verdicts, report)],
    ["index.html", () => renderHtml(pairs(verdicts, journals), report)],
    ...journals.map((journal) => [join("journals", `${journal.drill.name}.json`), () => json(journal)] as const),
    ...ruleTestForms(journals).map(([name, render]): Form => [join("promtool", name), render]),
  ];
  await allWritten([
    ...formsWritten(directory, forms),
    ...configs.map(async ({ folder, name, text }) => {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, name), text);
    }),
  ]);
}

/** One file of a report, and what it is made by. */
export type Form = readonly [name: string, render: () => string];

/** Writes files into a directory that was made ready, as `writeReports` does: what fails keeps nothing else from being written. */
export async function writeForms(directory: string, forms: readonly Form[]): Promise<void> {
  await allWritten(formsWritten(directory, forms));
}

function formsWritten(directory: string, forms: readonly Form[]): Promise<void>[] {
  return forms.map(async ([name, render]) => writeFile(join(directory, name), render()));
}

async function allWritten(writing: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(writing)).find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
}

/** Verdicts stand in the order of the journals that they were made of. */
function pairs(verdicts: readonly Verdict[], journals: readonly Journal[]): Judged[] {
  return verdicts.flatMap((verdict, index) => {
    const journal = journals[index];
    return journal ? [{ verdict, journal }] : [];
  });
}

/** Adds the run to a file that GitHub Actions shows as the job's summary. */
export async function appendSummary(file: string, verdicts: readonly Verdict[], facts: RunFacts): Promise<void> {
  await appendFile(file, renderMarkdown(verdicts, facts));
}

/** Of an error of the file system, the reason alone: "permission denied". */
function reasonOf(error: NodeJS.ErrnoException): string {
  return getSystemErrorMap().get(error.errno ?? 0)?.[1] ?? error.message;
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
