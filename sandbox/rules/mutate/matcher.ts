import type { SyntaxNode } from "@lezer/common";
import { textOf } from "./change.ts";
import type { Change, Operator } from "./change.ts";

const negated: Readonly<Record<string, string>> = { "=": "!=", "!=": "=", "=~": "!~", "!~": "=~" };

/** A matcher of a selector dropped, turned round, or widened to whatever has the label. */
export const matcherChanges: Operator = (node, expr) => {
  if (node.name !== "LabelMatchers") return [];
  const members = childrenOf(node);
  return members.flatMap((member): Change[] => {
    const op = member.getChild("MatchOp");
    const value = member.getChild("StringLiteral");
    const label = member.getChild("LabelName") ?? member.getChild("QuotedLabelName");
    if (!op || !value || !label) return [];
    const [sign, name, was] = [textOf(op, expr), textOf(label, expr), textOf(member, expr)];
    const rest = members.filter((one) => one !== member).map((one) => expr.slice(one.from, one.to));
    const test = `series of another ${name} beside the right ones, which must make no difference`;
    const instead = (text: string): Change => ({
      from: op.from,
      to: value.to,
      text,
      what: `${was} → ${name}${text}`,
      test,
    });
    return [
      {
        from: node.from,
        to: node.to,
        text: rest.length > 0 ? `{${rest.join(", ")}}` : "",
        what: `${was} → dropped`,
        test,
      },
      instead(`${negated[sign] ?? sign}${expr.slice(value.from, value.to)}`),
      ...(sign.startsWith("=") && textOf(value, expr) !== '".+"' ? [instead('=~".+"')] : []),
    ];
  });
};

/** What stands between the braces; a metric's name in quotes among it. */
function childrenOf(list: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = list.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
}
