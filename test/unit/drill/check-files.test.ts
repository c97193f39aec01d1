import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesToCheck } from "../../../sandbox/drill/read/check-files.ts";

let place: string;
beforeAll(async () => {
  place = await mkdtemp(path.join(os.tmpdir(), "check-files-"));
  const names = [
    "a.yml",
    "metrics.yml",
    "rules/r.yml",
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
  expect(await found("")).toEqual(["a.yml", "deep/c.json", "metrics.yml", "rules/r.yml"]);
  // Twin: named, it is.
  expect(await found("other")).toEqual(["other/prometheus/prometheus.yml"]);
});

test("of a file that is named alone, what stands beside it or above is read aside; once, and not where it is named too", async () => {
  const read = await filesToCheck([path.join(place, "rules", "r.yml"), path.join(place, "a.yml")]);
  expect(read.map(({ text, aside }) => [text.trim(), aside ?? false])).toEqual([
    ["rules/r.yml", false],
    ["a.yml", false],
    ["metrics.yml", true],
  ]);
  expect(await found("rules/r.yml", "metrics.yml")).toEqual(["rules/r.yml", "metrics.yml"]);
  expect(await found("rules")).toEqual(["rules/r.yml"]);
});

test("however it is spelled, a file is one, and one that is named is not read aside", async () => {
  const relative = path.relative(process.cwd(), place);
  const named = [path.join(place, "rules", "r.yml"), `${place}/./metrics.yml`, `./${relative}/metrics.yml`];
  const read = await filesToCheck(named);
  expect(read.map(({ text, aside }) => [text.trim(), aside ?? false])).toEqual([
    ["rules/r.yml", false],
    ["metrics.yml", false],
  ]);
});

test("what is not there, or is neither YAML nor JSON, is refused as usage", async () => {
  await expect(found("a.yml", "no-such.yml")).rejects.toMatchObject({ code: "usage" });
  await expect(found("b.txt")).rejects.toMatchObject({ code: "usage", message: expect.stringContaining("neither") });
});

test("below a directory, a link is the file that it leads to; one to nothing, to a directory or around is left out", async () => {
  await mkdir(path.join(place, "links"));
  const links = {
    "a.yml": "../a.yml",
    "gone.yml": "../no-such.yml",
    "deep.yml": "../deep",
    "self.yml": "self.yml",
    up: "..",
  };
  for (const [name, target] of Object.entries(links)) await symlink(target, path.join(place, "links", name));
  expect(await found("links")).toEqual(["a.yml"]);
  // Twin: named, it is missed.
  await expect(found("links/gone.yml")).rejects.toMatchObject({ code: "usage" });
  await rm(path.join(place, "links"), { recursive: true });
});
