import { mkdir, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test as base } from "vitest";
import { judge } from "../../../sandbox/drill/judge.ts";
import { drillReport } from "../../../sandbox/report/json.ts";
import { appendSummary, makeReportDirectory, writeReports } from "../../../sandbox/report/write.ts";
import { played } from "../../helpers/journals/played.ts";

const test = base.extend<{ place: string }>({
  // eslint-disable-next-line no-empty-pattern
  place: async ({}, use) => {
    const place = await mkdtemp(join(tmpdir(), "firedrill-report-"));
    await makeReportDirectory(place);
    await use(place);
    await rm(place, { recursive: true, force: true });
  },
});

const verdict = judge(played());
const report = drillReport([verdict], { runtime: "process", seconds: 20 });
const write = (place: string) => writeReports(place, report, [verdict], [played()]);

test("every form of report is written, each with the drill in it", async ({ place }) => {
  await write(place);
  for (const form of ["index.html", "summary.md", "drill.json", "junit.xml", "journals/high-error-rate.json"]) {
    expect(await readFile(join(place, form), "utf8")).toContain("One request in five fails");
  }
});

test("one that can't be written is said, and keeps no other from being written", async ({ place }) => {
  await mkdir(join(place, "drill.json")); // in the file's place
  await expect(write(place)).rejects.toThrow("EISDIR");
  expect(await readdir(place)).toEqual(expect.arrayContaining(["index.html", "summary.md", "junit.xml"]));
});

test("a job's summary is added to what stands there", async ({ place }) => {
  const file = join(place, "step.md");
  for (const _ of [1, 2]) await appendSummary(file, [verdict], report);
  expect((await readFile(file, "utf8")).match(/^## ✅ Firedrill: 1 drill: 1 held$/gm)).toHaveLength(2);
});
