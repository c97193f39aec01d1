import { expect, test } from "vitest";
import { renderFindings } from "../../../sandbox/report/findings.ts";

const finding = { id: "a", file: "b.json", line: 1, column: 3, message: "is wrong", fix: "mend it", width: 2 };
const said = (source: string, more: object = {}) =>
  renderFindings(
    { findings: [{ ...finding, source, ...more }], allowed: [], files: ["b.json"] },
    { columns: 80, colour: false },
  ).split("\n");

test("a finding is its place, its line, what of it is meant, and what to do", () => {
  expect(said("x abc")).toEqual([
    "b.json:1:3: a: is wrong",
    "  x abc",
    "    ^^",
    "  mend it",
    "",
    "1 file checked, 1 finding; docs/checks/ has a page for each",
    "",
  ]);
});

test("of a line that is longer than anybody reads, what stands around the place is shown", () => {
  const source = `${"a".repeat(5000)}HERE${"b".repeat(5000)}`;
  const [, line = "", carets = ""] = said(source, { column: 5001, width: 4 });
  expect(line).toMatch(/^ {2}…a+HEREb+…$/);
  expect(line.length).toBeLessThan(250);
  expect(line.slice(carets.indexOf("^"), carets.length)).toBe("HERE");
  // What is meant may go on to the end of it.
  expect(said(source, { column: 5001, width: 5004 })[2]?.length).toBe(line.length);
});

test("a line break in a file's name takes no line", () => {
  expect(said("x abc", { file: "a\nb.yml" })[0]).toBe("a␊b.yml:1:3: a: is wrong");
});
