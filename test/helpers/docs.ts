import { readFileSync } from "node:fs";
import { judge } from "../../sandbox/drill/judge.ts";
import { renderText } from "../../sandbox/report/text.ts";
import { recorded } from "./journals/recorded.ts";
import type { RecordedDrill } from "./journals/recorded.ts";

const block = /<!-- (file|output): ([^ ]+) -->\n```(\w*)\n([\s\S]*?)```/g;

/** A page with every quoted file and every quoted output as it stands today. */
export function refreshed(page: string): string {
  return page.replace(block, (_all, kind: string, name: string, language: string) => {
    const text = kind === "file" ? readFileSync(name, "utf8") : outputOf(name as RecordedDrill);
    return `<!-- ${kind}: ${name} -->\n\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
  });
}

/** What the command printed of a recorded drill. */
function outputOf(name: RecordedDrill): string {
  return renderText([judge(recorded(name))], { columns: 96, colour: false, all: true });
}
