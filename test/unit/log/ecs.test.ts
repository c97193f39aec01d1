import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ecsFields } from "../../../sandbox/apps/api/log/ecs.ts";

const rows = ecsFields.map((one) => `| \`${one.field}\` | ${one.line} | ${one.guide} | ${one.kind} | ${one.meaning} |`);
const readme = readFileSync("sandbox/apps/api/README.md", "utf8");
const written = readme.split("\n").filter((line) => /^\| `[@\w.]+` \|(?:[^|]*\|){4}$/.test(line));

test("the table of the page has the fields of the code, and no other", () => {
  expect(written).toEqual(rows);
  expect(written.toSpliced(3, 1)).not.toEqual(rows);
});

test("no field has two kinds, or is an object and a value at once", () => {
  const fields = ecsFields.map(({ field }) => field);
  const clashes = (names: readonly string[]) =>
    names.filter((one) => names.some((other) => other.startsWith(`${one}.`)));
  expect(new Set(fields).size).toBe(fields.length);
  expect(clashes(fields)).toEqual([]);
  expect(clashes([...fields, "url"])).toEqual(["url"]);
});
