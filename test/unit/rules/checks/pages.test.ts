import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checks } from "../../../../sandbox/rules/checks/checks.ts";
import { checkPages } from "../../../helpers/check-pages.ts";

const pages = checkPages();

test("every check has a page, and every page a check", () => {
  expect(pages.map(({ id }) => id)).toEqual(checks.map(({ id }) => id).toSorted());
});

test("the first page lists them, each with the first sentence of its page", async () => {
  const rows = checks.map(({ id }) => {
    const sentence =
      /^# .*\n\n([^]*?[^.\d])[.:](?=\s)/.exec(pages.find((page) => page.id === id)?.text ?? "")?.[1] ?? "";
    return `| [${id}](${id}.md) | ${sentence.replaceAll("\n", " ")} |\n`;
  });
  const first = readFileSync("docs/checks/README.md", "utf8");
  const listed = first.replace(/(\| --- \| --- \|\n)(?:\|.*\n)*/, (_, head: string) => head + rows.join(""));
  await expect(listed).toMatchFileSnapshot("../../../../docs/checks/README.md");
});

describe.each(pages)("$id", ({ id, text, wrong, right, refreshed }) => {
  test("is found in the page's wrong example, and nothing else is", () => {
    expect(wrong.findings.length).toBeGreaterThan(0);
    expect(wrong.findings.filter((one) => one.id !== id)).toEqual([]);
  });

  test("twin: nothing is found in the right one", () => {
    expect(right.findings).toEqual([]);
  });

  test("says what the page says that it says", async () => {
    expect(text).toMatch(new RegExp(`^# ${id}\\n\\n`));
    // `npx vitest run test/unit/rules/checks/pages.test.ts -u` writes it anew.
    await expect(refreshed).toMatchFileSnapshot(`../../../../docs/checks/${id}.md`);
  });
});
