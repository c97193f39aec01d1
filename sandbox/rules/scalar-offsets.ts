import type { Scalar } from "yaml";

/** A piece of the value, and where in the file it stands. */
interface Piece {
  readonly text: string;
  readonly at: number;
  /** Where the next one may begin. */
  readonly end: number;
}

/**
 * For each position of a scalar's value (and one more for its end) the offset in the file that it came from, whatever the
 * style: plain, quoted, literal or folded. Undefined where the two can't be brought together.
 */
export function scalarOffsets(scalar: Scalar, text: string): readonly number[] | undefined {
  if (!scalar.range) return undefined;
  const value = typeof scalar.value === "string" ? scalar.value : (scalar.source ?? "");
  const [from, to] = scalar.range;
  const source = text.slice(from, to);
  if (scalar.type === "QUOTE_DOUBLE") return align(flowLines(source.slice(1, -1), from + 1, escaped), value);
  if (scalar.type === "QUOTE_SINGLE") return align(flowLines(source.slice(1, -1), from + 1, doubled), value);
  if (scalar.type !== "BLOCK_LITERAL" && scalar.type !== "BLOCK_FOLDED") return align(flowLines(source, from), value);
  const header = source.indexOf("\n") + 1;
  const body = source.slice(header);
  const first = /^ *(?=\S)/m.exec(body)?.[0].length ?? 0;
  // An explicit indicator (`|2`) may say that less than the first line's indentation is indentation.
  for (let indent = first; indent >= 0; indent--) {
    const offsets = align(blockLines(body, from + header, indent), value);
    if (offsets) return offsets;
  }
  return undefined;
}

const escaped = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^])|[^]/gu;
const doubled = /''|[^]/gu;

/** Lines of a plain or quoted scalar: the blanks around a break belong to the break. */
function flowLines(source: string, at: number, unit?: RegExp): Piece[][] {
  const lines: Piece[][] = [];
  for (const [line, offset] of split(source)) {
    const leading = lines.length === 0 ? 0 : line.length - line.trimStart().length;
    const last = offset + line.length >= source.length;
    const kept = last ? line.slice(leading) : line.slice(leading).replace(/[ \t]+$|\\$/, "");
    lines.push(pieces(kept, at + offset + leading, unit));
  }
  return lines;
}

function blockLines(source: string, at: number, indent: number): Piece[][] {
  return split(source).map(([line, offset]) => pieces(line.slice(indent), at + offset + indent));
}

function split(source: string): [line: string, offset: number][] {
  let offset = 0;
  return source.split("\n").map((line) => {
    const found: [string, number] = [line.replace(/\r$/, ""), offset];
    offset += line.length + 1;
    return found;
  });
}

function pieces(line: string, at: number, unit: RegExp = /[^]/gu): Piece[] {
  return [...line.matchAll(unit)].map((match) => {
    const start = at + match.index;
    return { text: decode(match[0]), at: start, end: start + match[0].length };
  });
}

const named: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

function decode(unit: string): string {
  if (unit === "''") return "'";
  if (unit.length === 1 || unit[0] !== "\\") return unit;
  if (unit.length > 2) return String.fromCodePoint(Number.parseInt(unit.slice(2), 16));
  return named[unit.slice(1)] ?? unit.slice(1);
}

/** Walks both: between two lines the value has breaks, one blank, or (after an escaped break) nothing. */
function align(lines: readonly Piece[][], value: string): number[] | undefined {
  const offsets: number[] = [];
  let end = lines[0]?.[0]?.at ?? 0;
  const skip = (wanted: string) => {
    if (value[offsets.length] === wanted) offsets.push(end);
  };
  for (const [index, line] of lines.entries()) {
    if (line.length === 0) continue;
    while (value[offsets.length] === "\n" && line[0]?.text !== "\n") offsets.push(end);
    if (index > 0 && !value.startsWith(line[0]?.text ?? "", offsets.length)) skip(" ");
    for (const piece of line) {
      if (!value.startsWith(piece.text, offsets.length)) return undefined;
      for (let i = 0; i < piece.text.length; i++) offsets.push(piece.at);
      end = piece.end;
    }
  }
  while (value[offsets.length] === "\n") offsets.push(end);
  if (offsets.length !== value.length) return undefined;
  return [...offsets, end];
}
