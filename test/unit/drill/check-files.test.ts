import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesToCheck } from "../../../sandbox/drill/read/check-files.ts";

let place: string;
beforeAll(async () => {
  place = await mkdtemp(path.join(os.tmpdir(), "check-files-"));
  const names = [
    "a.yml",
    "b.txt",
    "deep/c.json",
    ".git/d.yml",
    "node_modules/e.yml",
    "other/prometheus/prometheus.yml",
  ];
  for (const name of names) {
    await mkdir(path.dirname(path.join(place, name)), { recursive: true });
    await writeFile(path.join(place, name), `${name}\n`);
  }
});
afterAll(() => rm(place, { recursive: true, force: true }));

const found = async (...paths: readonly string[]) =>
  (await filesToCheck(paths.map((one) => path.join(place, one)))).map(({ text }) => text.trim());

test("a directory stands for the YAML and JSON below it, but not for another fixtures directory in it", async () => {
  expect(await found("")).toEqual(["a.yml", "deep/c.json"]);
  // Twin: named, it is.
  expect(await found("other", "a.yml")).toEqual(["other/prometheus/prometheus.yml", "a.yml"]);
});

test("what is not there, or is neither YAML nor JSON, is refused as usage", async () => {
  await expect(found("a.yml", "no-such.yml")).rejects.toMatchObject({ code: "usage" });
  await expect(found("b.txt")).rejects.toMatchObject({ code: "usage", message: expect.stringContaining("neither") });
});
