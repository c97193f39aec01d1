import { Document, isMap, isSeq, parseDocument, visit } from "yaml";
import type { YAMLSeq } from "yaml";

/**
 * A rule file with some of its rules alone, at places such as `0/2` (of the first group, the third); groups that are then empty
 * are gone. Comments stay. The text must be a rule file that Prometheus accepts.
 */
export function onlyRules(ruleFile: string, places: ReadonlySet<string>): string {
  return withRules(ruleFile, places).toString({ lineWidth: 0 });
}

/** As `onlyRules`, as a document; without places, all of them. */
export function withRules(ruleFile: string, places?: ReadonlySet<string>): Document {
  const document = withoutAliases(parseDocument(ruleFile, { merge: true }));
  const groups = document.get("groups");
  if (!isSeq(groups)) return document;
  groups.items = groups.items.filter((group, index) => {
    if (!isMap(group)) return false;
    const rules = group.get("rules");
    if (!isSeq(rules)) return false;
    if (places) keepOnly(rules, (rule) => places.has(`${index}/${rule}`));
    return rules.items.length > 0;
  });
  return document;
}

/** What an alias refers to may be taken out, so a file that has some is written out in full; it loses its comments. */
function withoutAliases(document: Document.Parsed): Document {
  let found = false;
  visit(document, { Alias: () => ((found = true), visit.BREAK) });
  return found ? new Document(document.toJS(), { aliasDuplicateObjects: false }) : document;
}

function keepOnly(rules: YAMLSeq, kept: (rule: number) => boolean): void {
  const first = rules.items[0];
  rules.items = rules.items.filter((rule, index) => isMap(rule) && kept(index));
  const now = rules.items[0];
  if (now === first) return;
  // The parser takes a comment before the first rule for one of the whole list.
  rules.commentBefore = null;
  if (isMap(now)) now.spaceBefore = false;
}
