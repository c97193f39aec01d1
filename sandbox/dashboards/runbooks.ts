import { readRuleFile } from "../rules/rule-file.ts";

/** The `runbook_url` of each alert, by its name. `files`: rule files' texts by name; they must be right. */
export function runbooksOf(files: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const rules = Object.entries(files).flatMap(([file, text]) => readRuleFile(file, text).groups);
  return new Map(
    rules
      .flatMap((group) => group.rules)
      .flatMap(({ kind, name, annotations: { runbook_url: url } }) =>
        kind === "alert" && url !== undefined ? [[name, url] as const] : [],
      ),
  );
}
