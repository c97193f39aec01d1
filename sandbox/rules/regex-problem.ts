/**
 * Why Prometheus would not take a regular expression, as a sentence without its subject; undefined where it would, as far as
 * that is known without asking it. Its engine (RE2) knows no looking around and no references back. Pure.
 */
export function regexProblem(pattern: string): string | undefined {
  let depth = 0;
  let before: "nothing" | "something" | "repetition" = "nothing";
  for (let i = 0; i < pattern.length;) {
    const rest = pattern.slice(i);
    const repeated = /^(?:[*+?]|\{(\d+)(?:,(\d*))?\})\??/.exec(rest);
    if (repeated) {
      const [all, least, most] = repeated;
      if (before === "nothing") return `has nothing before \`${all}\` that could be repeated`;
      if (before === "repetition") return `repeats a repetition: \`${all}\``;
      if (Number(least ?? 0) > 1000 || Number(most ?? 0) > 1000) return "repeats more than 1000 times";
      if (most && Number(most) < Number(least)) return `ends before it begins: \`${all}\``;
      before = "repetition";
      i += all.length;
      continue;
    }
    if (/^\(\?(?:=|!|<=|<!)/.test(rest)) return "looks ahead or behind (`(?=`, `(?!`, `(?<=`, `(?<!`)";
    const group = /^\((?:\?(?:P?<\w+>|[imsU-]*[:)]))?/.exec(rest)?.[0];
    if (group === "(" && rest.startsWith("(?")) return `has a group of an unknown kind: \`${rest.slice(0, 3)}\``;
    const length = group?.length ?? lengthOfOne(rest);
    if (typeof length === "string") return length;
    if (group?.endsWith(")") !== true) before = group !== undefined || rest.startsWith("|") ? "nothing" : "something";
    if (group !== undefined && !group.endsWith(")")) depth++;
    if (rest.startsWith(")") && --depth < 0) return "has a `)` that closes nothing";
    i += length;
  }
  return depth > 0 ? "has a `(` that is not closed" : undefined;
}

/** Of what stands for one character, or of a quotation; or what is wrong with it. */
function lengthOfOne(text: string): number | string {
  if (text === "\\") return "ends in a backslash";
  if (/^\\[1-9]/.test(text)) return `refers back to a group: \`${text.slice(0, 2)}\``;
  if (text.startsWith("\\Q")) return text.includes("\\E") ? text.indexOf("\\E") + 2 : text.length;
  if (text.startsWith("\\")) return /^\\(?:[pPx]\{[^}]*\}|[^])/u.exec(text)?.[0].length ?? 2;
  if (!text.startsWith("[")) return 1;
  const all = /^\[\^?\]?(?:\[:\^?\w+:\]|\\[^]|[^\]\\])*\]/.exec(text)?.[0];
  return all === undefined ? "has a `[` that is not closed" : all.length;
}
