import { isDeepStrictEqual } from "node:util";
import type { ScaledRules } from "./scale.ts";
import { readYaml } from "./yaml-source.ts";

/** A scaled file in which a comment above each rule that was left as it was says why. */
export function withComments(file: string, { text, left }: Pick<ScaledRules, "text" | "left">): string {
  if (left.length === 0) return text;
  const source = readYaml(file, text);
  const lines = text.split("\n");
  const above = new Map<number, string[]>();
  for (const { path, why } of left) {
    const { line } = source.place(path);
    const indent = /^\s*/.exec(lines[line - 1] ?? "")?.[0] ?? "";
    const comments = why.map(({ message }) => `${indent}# not scaled: ${message.replaceAll(/\s+/g, " ")}`);
    above.set(line, [...(above.get(line) ?? []), ...comments]);
  }
  const commented = lines.flatMap((line, i) => [...(above.get(i + 1) ?? []), line]).join("\n");
  if (isDeepStrictEqual(readYaml(file, commented).value, source.value)) return commented;
  // A rule may begin on the line where a quoted text of the one before ends.
  return [...[...above.values()].flat().map((comment) => comment.trimStart()), text].join("\n");
}
