import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readFixtures } from "../../sandbox/drill/read/fixtures.ts";
import { refreshed } from "../helpers/docs.ts";
import { projectFixtures } from "../helpers/fixtures.ts";
import { recorded } from "../helpers/journals/recorded.ts";

const readme = readFileSync("README.md", "utf8");

test("the README quotes the drill's file and its output as they are", async () => {
  // `npx vitest run test/unit/docs.test.ts -u` writes them anew.
  await expect(await refreshed(readme)).toMatchFileSnapshot("../../README.md");
});

test("a README whose quotes are out of date is told from one that is right", async () => {
  const stale = readme.replace("ratio: 0.08", "ratio: 0.3").replace("held  HighErrorRate", "held  SomethingElse");
  expect(stale).not.toBe(readme);
  expect(await refreshed(stale)).toBe(await refreshed(readme));
});

test("what is recorded, and quoted, is of the guide's drills as they are; what is of another is told", async () => {
  const { drills } = await readFixtures(projectFixtures);
  const guided = (name: string) => drills.find(({ drill }) => drill.name === name)?.drill;
  for (const name of ["high-error-rate", "low-availability"] as const)
    expect(recorded(name).drill).toEqual(guided(name));
  expect(recorded("one-in-five").drill).not.toEqual(guided("high-error-rate"));
});

test("every command that the README names is a script of the project", () => {
  const scripts = Object.keys((JSON.parse(readFileSync("package.json", "utf8")) as { scripts: object }).scripts);
  const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(3);
  expect(scripts).toEqual(expect.arrayContaining(named));
  expect(scripts).not.toContain("no-such-script");
});
