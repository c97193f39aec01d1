import { readFileSync } from "node:fs";
import { judge } from "../../sandbox/drill/judge.ts";
import { renderLoadText } from "../../sandbox/report/load/text.ts";
import { renderText } from "../../sandbox/report/text.ts";
import { recorded } from "./journals/recorded.ts";
import type { RecordedDrill } from "./journals/recorded.ts";
import { recordedLoad } from "./loads/recorded.ts";

const block = /<!-- (file|output|load): ([^ ]+) -->\n```(\w*)\n([\s\S]*?)```/g;
const columns = { columns: 96, colour: false, all: true };

/** A page with every quoted file and every quoted output as it stands today. */
export async function refreshed(page: string): Promise<string> {
  const load = await recordedLoad();
  const texts: Readonly<Record<string, (name: string) => string>> = {
    file: (name) => readFileSync(name, "utf8"),
    output: (name) => outputOf(name as RecordedDrill),
    load: () => renderLoadText(load, columns),
  };
  return page.replace(block, (_all, kind: string, name: string, language: string) => {
    const text = texts[kind]?.(name) ?? "";
    return `<!-- ${kind}: ${name} -->\n\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
  });
}

/** What the command printed of a recorded drill. */
function outputOf(name: RecordedDrill): string {
  return renderText([judge(recorded(name))], columns);
}
