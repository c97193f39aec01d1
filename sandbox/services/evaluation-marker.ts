import { isMap, isSeq } from "yaml";
import { withRules } from "../rules/only-rules.ts";

/**
 * One sample per evaluation of a group, labelled `rule_group`, and `rule_file` where that was given: when rules were evaluated
 * is read from it.
 */
export const evaluationMarker = "firedrill:evaluated";

/**
 * Adds the marker as the last rule of every group. With `watched`, places of rules (`0/2`: of the first group, the third),
 * other rules are taken out, and groups that are then empty. The text must be a rule file that Prometheus accepts; its
 * comments stay. `file` tells groups of one name in several files apart.
 */
export function withEvaluationMarker(ruleFile: string, watched?: ReadonlySet<string>, file?: string): string {
  const asked = JSON.stringify([ruleFile, watched && [...watched], file]);
  const before = made.get(asked);
  if (before !== undefined) return before;
  const text = marked(ruleFile, watched, file);
  if (made.size >= 1_000) made.clear();
  made.set(asked, text);
  return text;
}

/** Most drills of a suite ask for the same: what takes ten milliseconds is done once. */
const made = new Map<string, string>();

function marked(ruleFile: string, watched: ReadonlySet<string> | undefined, file: string | undefined): string {
  const document = withRules(ruleFile, watched);
  const groups = document.get("groups");
  if (!isSeq(groups)) return ruleFile;
  for (const group of groups.items) {
    const rules = isMap(group) ? group.get("rules") : undefined;
    if (!isMap(group) || !isSeq(rules)) continue;
    const labels = { rule_group: String(group.get("name")), ...(file === undefined ? {} : { rule_file: file }) };
    rules.add(document.createNode({ record: evaluationMarker, expr: "vector(1)", labels }));
  }
  return document.toString({ lineWidth: 0 });
}
