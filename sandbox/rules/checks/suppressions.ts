import type { FileText } from "./subject.ts";

/** A comment that says why something that is found is right: `# firedrill: allow ID, ID: why`. */
export interface Suppression {
  readonly file: string;
  /** Where it says so; both count from 1. */
  readonly line: number;
  readonly column: number;
  readonly source: string;
  readonly ids: readonly string[];
  /** Empty where none is given. */
  readonly reason: string;
  /** The lines that it is for. */
  readonly from: number;
  readonly to: number;
}

const form = /firedrill: *allow +([\w-]+(?: *, *[\w-]+)*)(?: *: *(.*))?/i;

/**
 * At the end of a line it is for that line; on a line of its own for the line below, and for what is indented deeper than
 * that: above `- alert: …` for the whole rule.
 */
export function suppressionsIn({ file, text }: FileText): Suppression[] {
  const lines = text.split("\n");
  return lines.flatMap((source, i) => {
    const found = form.exec(source);
    if (!found) return [];
    const [all, ids = "", reason = ""] = found;
    const alone = /^\s*#/.test(source);
    const first = alone ? below(lines, i) : i;
    const quoted = /["'*/\s]+$/;
    return [
      {
        file,
        line: i + 1,
        column: source.indexOf(all) + 1,
        source: source.replace(/\r$/, ""),
        ids: ids.split(",").map((id) => id.trim()),
        reason: reason.replace(quoted, ""),
        from: first + 1,
        to: (alone ? lastOf(lines, first) : first) + 1,
      },
    ];
  });
}

/** The next line that is neither empty nor a comment. */
function below(lines: readonly string[], index: number): number {
  const next = lines.findIndex((line, i) => i > index && /^\s*[^\s#]/.test(line));
  return next === -1 ? index : next;
}

function lastOf(lines: readonly string[], first: number): number {
  const depth = (line: string): number => line.search(/\S/);
  const own = depth(lines[first] ?? "");
  let last = first;
  for (const [i, line] of lines.entries()) {
    if (i <= first || line.trim() === "") continue;
    if (depth(line) <= own) break;
    last = i;
  }
  return last;
}
