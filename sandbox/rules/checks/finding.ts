import type { Problem } from "../../errors.ts";
import type { Path, YamlSource } from "../yaml-source.ts";

/** What a check has against a place in a file. */
export interface Found extends Problem {
  /** How many characters of the line are meant, from `column` on; at least 1. */
  readonly width: number;
  /** What to do, as a sentence without its full stop. */
  readonly fix: string;
}

/** With the check that found it. */
export interface Finding extends Found {
  /** `rate-window-too-short`: also its page in docs/checks/. */
  readonly id: string;
}

/** Which part of a value is meant: positions in the text that it holds; or its key. Without either, all of it. */
export interface Part {
  readonly from?: number;
  readonly to?: number;
  readonly key?: boolean;
}

/** Something found at a value of a file. Only the part of it that stands on its first line is underlined. */
export function foundAt(source: YamlSource, path: Path, part: Part, message: string, fix: string): Found {
  const { from, key } = part;
  const problem =
    from === undefined
      ? source.problemAt(path, message, key ? { key: true } : {})
      : source.problemIn(path, from, message);
  const line = (problem.source ?? "").trimEnd();
  const rest = Math.max(line.length - problem.column + 1, 1);
  return { ...problem, width: Math.max(Math.min(lengthOf(source, path, part, rest), rest), 1), fix };
}

function lengthOf(source: YamlSource, path: Path, { from = 0, to, key }: Part, rest: number): number {
  if (key) return String(path.at(-1) ?? "").length;
  if (to === undefined) return source.written(path)?.length ?? rest;
  const first = source.offsetIn(path, from);
  const last = source.offsetIn(path, to - 1);
  // What goes on below ends, on this line, with the line.
  return first === undefined || last === undefined ? 1 : last + 1 - first;
}
