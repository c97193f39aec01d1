import { Document, isMap, isSeq, parseDocument, visit } from "yaml";
import type { YAMLSeq } from "yaml";

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
  const document = withoutAliases(parseDocument(ruleFile, { merge: true }));
  const groups = document.get("groups");
  if (!isSeq(groups)) return ruleFile;
  groups.items = groups.items.filter((group, index) => {
    if (!isMap(group)) return false;
    const rules = group.get("rules");
    if (!isSeq(rules)) return false;
    if (watched) keepOnly(rules, (rule) => watched.has(`${index}/${rule}`));
    if (rules.items.length === 0) return false;
    const labels = { rule_group: String(group.get("name")), ...(file === undefined ? {} : { rule_file: file }) };
    rules.add(document.createNode({ record: evaluationMarker, expr: "vector(1)", labels }));
    return true;
  });
  return document.toString({ lineWidth: 0 });
}

/** What an alias refers to may be taken out, so a file that has some is written out in full; it loses its comments. */
function withoutAliases(document: Document.Parsed): Document {
  let found = false;
  visit(document, { Alias: () => ((found = true), visit.BREAK) });
  return found ? new Document(document.toJS(), { aliasDuplicateObjects: false }) : document;
}

function keepOnly(rules: YAMLSeq, watched: (rule: number) => boolean): void {
  const first = rules.items[0];
  rules.items = rules.items.filter((rule, index) => isMap(rule) && watched(index));
  const now = rules.items[0];
  if (now === first) return;
  // The parser takes a comment before the first rule for one of the whole list.
  rules.commentBefore = null;
  if (isMap(now)) now.spaceBefore = false;
}
