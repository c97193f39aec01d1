import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
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

test("what an earlier run left is taken away, and nothing else; a directory in a form's place is refused before", async ({
  place,
}) => {
  await writeFile(join(place, "load.json"), "{}");
  await writeFile(join(place, "notes.txt"), "mine");
  await makeReportDirectory(place, [], ["load.json", "load.md"]);
  expect(await readdir(place)).toEqual(["journals", "notes.txt", "promtool"]);
  await writeFile(join(place, "load.md"), "old");
  await mkdir(join(place, "load.json"));
  await expect(makeReportDirectory(place, [], ["load.md", "load.json"])).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("load.json is a directory, where a file is to be written"),
  });
  expect(await readdir(place)).toContain("load.md");
});

test("a job's summary is added to what stands there", async ({ place }) => {
  const file = join(place, "step.md");
  for (const _ of [1, 2]) await appendSummary(file, [verdict], report);
  expect((await readFile(file, "utf8")).match(/^## ✅ Firedrill: 1 drill: 1 held$/gm)).toHaveLength(2);
});

test.each([
  ["below a file", (place: string) => join(place, "file", "reports"), /file is no directory/],
  ["a file", (place: string) => join(place, "file"), /file is no directory/],
  [
    "below /proc, where root may write and nobody can",
    () => "/proc/none",
    /\/proc\/none can't be made|\/proc can't be written to/,
  ],
])("a report that is %s is refused, and says why", async (_, reportIn, message) => {
  const place = await mkdtemp(join(tmpdir(), "firedrill-report-"));
  await writeFile(join(place, "file"), "");
  const refused = makeReportDirectory(reportIn(place));
  await expect(refused).rejects.toMatchObject({ code: "usage", message: expect.stringMatching(message) });
  // Its twin: one beside the file is made.
  await makeReportDirectory(join(place, "reports"));
  expect(await readdir(join(place, "reports"))).toEqual(["journals", "promtool"]);
  await rm(place, { recursive: true });
});
