import { regexProblem } from "./regex-problem.ts";

/** One condition on one label, as Alertmanager reads it; a label that is not there is the empty text. */
export interface LabelMatcher {
  readonly label: string;
  readonly op: "=" | "!=" | "=~" | "!~";
  readonly value: string;
}

export type ParsedMatchers = { readonly matchers: readonly LabelMatcher[] } | { readonly wrong: string };

const one = /\s*("(?:[^"\\]|\\.)*"|[^\s=!~{},"'`]+)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^,"{}]*?)\s*(?=,|$)/y;

/** Of `severity="critical"`, `{a=b, c=~"d|e"}`: everything between commas is a matcher. */
export function parseMatchers(text: string): ParsedMatchers {
  const trimmed = text.trim();
  const inner = trimmed.startsWith("{") && trimmed.endsWith("}") ? trimmed.slice(1, -1) : trimmed;
  const matchers: LabelMatcher[] = [];
  let position = 0;
  while (position < inner.trimEnd().length) {
    one.lastIndex = position;
    const found = one.exec(inner);
    const [all = "", label = "", op = "=", value = ""] = found ?? [];
    if (!found)
      return {
        wrong: `\`${text}\` is not a matcher; expected a label, one of = != =~ !~ and a value, such as severity="critical"`,
      };
    const matcher: LabelMatcher = { label: unquote(label), op: op as LabelMatcher["op"], value: unquote(value) };
    const why = matcher.op.endsWith("~") ? regexProblem(matcher.value) : undefined;
    if (why !== undefined) return { wrong: `the regular expression \`${matcher.value}\` ${why}` };
    if (matcher.op.endsWith("~") && !expression(matcher.value))
      return { wrong: `\`${matcher.value}\` is not a regular expression, or not one that can be evaluated here` };
    matchers.push(matcher);
    position += all.length + 1;
  }
  return matchers.length === 0
    ? { wrong: 'the matcher is empty; expected one such as severity="critical"' }
    : { matchers };
}

export function matches({ label, op, value }: LabelMatcher, labels: Readonly<Record<string, string>>): boolean {
  const actual = labels[label] ?? "";
  if (op === "=") return actual === value;
  if (op === "!=") return actual !== value;
  return (expression(value)?.test(actual) ?? false) === (op === "=~");
}

/** Anchored at both ends, as everywhere in Prometheus; RE2's flags at the beginning, or of all of it, become JavaScript's. */
function expression(pattern: string): RegExp | undefined {
  const group = /^\(\?([ims]+):(.*)\)$/s.exec(pattern);
  if (group && regexProblem(group[2] ?? "") === undefined) return expression(`(?${group[1]})${group[2]}`);
  const flags = /^\(\?([ims]+)\)/.exec(pattern);
  try {
    const body = pattern.slice(flags?.[0].length ?? 0).replaceAll("(?P<", "(?<");
    return new RegExp(`^(?:${body})$`, flags?.[1] ?? "");
  } catch {
    return undefined;
  }
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(.)/g, (_, char: string) => (char === "n" ? "\n" : char));
}
