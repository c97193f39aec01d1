import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { renderFindings } from "../../sandbox/report/findings.ts";
import type { Checked } from "../../sandbox/rules/checks/run-checks.ts";
import { runChecks } from "../../sandbox/rules/checks/run-checks.ts";
import type { FileText } from "../../sandbox/rules/checks/subject.ts";

const folder = path.join(import.meta.dirname, "..", "..", "docs", "checks");
const block = /<!-- (both|wrong|right): ([^ ]+) -->\n```\w*\n([\s\S]*?)```/g;

/** A page of docs/checks/, whose examples are the test of its check. */
export interface CheckPage {
  readonly id: string;
  readonly text: string;
  readonly wrong: Checked;
  readonly right: Checked;
  /** With what the check says of the wrong example, as it is said today. */
  readonly refreshed: string;
}

export function checkPages(): CheckPage[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .map((name) => {
      const text = readFileSync(path.join(folder, name), "utf8");
      const wrong = runChecks(files(text, "wrong"));
      const said = renderFindings(wrong, { columns: 120, colour: false })
        .replace(/\n[^\n]*\n$/, "")
        .trimEnd();
      return {
        id: name.replace(/\.md$/, ""),
        text,
        wrong,
        right: runChecks(files(text, "right")),
        refreshed: text.replace(/(<!-- says -->\n```\n)[\s\S]*?```/, (_, head: string) => `${head}${said}\n\`\`\``),
      };
    });
}

function files(page: string, side: "wrong" | "right"): FileText[] {
  return [...page.matchAll(block)]
    .filter(([, kind]) => kind === "both" || kind === side)
    .map(([, , file = "", text = ""]) => ({ file, text }));
}
