import type { RuleFile } from "../rule-file.ts";
import type { Mutant } from "./mutants.ts";

/** The file with the mutant in it, all else as it was; undefined where the value is written in a way that can't be edited in place. */
export function mutatedFile({ source }: RuleFile, { path, from, to, text }: Mutant): string | undefined {
  const first = source.offsetIn(path, from);
  const last = to > from ? source.offsetIn(path, to - 1) : first;
  if (first === undefined || last === undefined) return undefined;
  return source.text.slice(0, first) + text + source.text.slice(to > from ? last + 1 : first);
}
