import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  parseDocument,
  visit,
} from "yaml";
import type { YAMLError } from "yaml";
import type { Problem } from "../errors.ts";
import { scalarOffsets } from "./scalar-offsets.ts";

/** Keys and indices from the root: `["groups", 0, "rules", 2, "expr"]`. */
export type Path = readonly (string | number)[];

/** Both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A YAML file: its value as plain data, and where in the file each part of it stands. */
export interface YamlSource {
  readonly file: string;
  readonly text: string;
  /** Undefined where the file is not YAML; null where it is empty. */
  readonly value: unknown;
  /** Of syntax: what is not YAML, and keys that stand twice. */
  readonly problems: readonly Problem[];
  /** Of an offset in `text`. */
  placeOf(offset: number): Place;
  /** Of the value, or of its key, or of the nearest parent that there is. */
  place(path: Path, options?: { readonly key?: boolean }): Place;
  problemAt(path: Path, message: string, options?: { readonly key?: boolean }): Problem;
  /** The offset in `text` of a position in a string's value, or of its end; undefined where it can't be told. */
  offsetIn(path: Path, position: number): number | undefined;
  /** The place of a position in a string's value, however the string is written. */
  locate(path: Path, position: number): Place;
  problemIn(path: Path, position: number, message: string): Problem;
  /** A scalar as it stands in the file, without quotes: a label's value `1.0` is text to Prometheus. */
  written(path: Path): string | undefined;
}

/** Whatever is said is said by us: the parser would warn on stderr of a key such as `{{.window}}` without quotes. */
const reading = { prettyErrors: false, merge: true, uniqueKeys: true, logLevel: "error" } as const;

/** Never throws: what is wrong is in `problems`, and what could be read is in `value`. `file` is only used as a name. */
export function readYaml(file: string, text: string): YamlSource {
  const counter = new LineCounter();
  return sourceOf(file, text, parseDocument(text, { ...reading, lineCounter: counter }), counter);
}

/** Each document of a file that may hold several (`---`), with its places in the whole; those that are empty are left out. */
export function readYamlDocuments(file: string, text: string): YamlSource[] {
  const counter = new LineCounter();
  const documents = parseAllDocuments(text, { ...reading, lineCounter: counter });
  return [...documents]
    .filter((document) => document.contents !== null || document.errors.length > 0)
    .map((document) => sourceOf(file, text, document, counter));
}

function sourceOf(file: string, text: string, document: Document.Parsed, counter: LineCounter): YamlSource {
  const lines = text.split("\n");
  const placeOf = (offset: number): Place => {
    const { line, col } = counter.linePos(Math.min(offset, text.length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problem = (place: Place, message: string): Problem => {
    const source = lines[place.line - 1]?.replace(/\r$/, "");
    return { file, ...place, message, ...(source === undefined ? {} : { source }) };
  };
  const place: YamlSource["place"] = (path, options) => placeOf(find(document, path, options?.key === true).offset);
  const offsets = new Map<Node, readonly number[] | undefined>();
  const offsetIn: YamlSource["offsetIn"] = (path, position) => {
    const { node, exact } = find(document, path, false);
    if (!exact || !isScalar(node)) return undefined;
    const known = offsets.has(node) ? offsets.get(node) : scalarOffsets(node, text);
    offsets.set(node, known);
    return known?.[position];
  };
  const locate: YamlSource["locate"] = (path, position) => {
    const offset = offsetIn(path, position);
    return offset === undefined ? place(path) : placeOf(offset);
  };
  return {
    file,
    text,
    value: valueOf(document),
    problems: [
      ...document.errors.map((error) => problem(placeOf(error.pos[0]), sentence(error, text))),
      ...danglingAliases(document).map(([name, offset]) =>
        problem(
          placeOf(offset),
          `\`*${name}\` names an anchor that does not stand before it; expected \`&${name}\` above`,
        ),
      ),
    ],
    placeOf,
    place,
    problemAt: (path, message, options) => problem(place(path, options), message),
    offsetIn,
    locate,
    problemIn: (path, position, message) => problem(locate(path, position), message),
    written: (path) => {
      const { node, exact } = find(document, path, false);
      if (!exact || !isScalar(node)) return undefined;
      return node.source ?? String(node.value);
    },
  };
}

/** A file whose syntax is broken may still have a value that is worth checking; an alias to nothing has none. */
function valueOf(document: Document.Parsed): unknown {
  try {
    return document.toJS();
  } catch {
    return undefined;
  }
}

function danglingAliases(document: Document.Parsed): [name: string, offset: number][] {
  const dangling: [string, number][] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined) dangling.push([alias.source, alias.range?.[0] ?? 0]);
    },
  });
  return dangling;
}

interface Found {
  readonly node: Node | null;
  readonly offset: number;
  /** Whether this is what the path names, and not a parent of it. */
  readonly exact: boolean;
}

/** Follows aliases. Falls back to the deepest part of the path that exists. */
function find(document: Document.Parsed, path: Path, key: boolean): Found {
  let found: Found = { node: document.contents, offset: document.contents?.range?.[0] ?? 0, exact: true };
  for (const [depth, step] of path.entries()) {
    const last = depth === path.length - 1;
    const parent = isAlias(found.node) ? (found.node.resolve(document) ?? null) : found.node;
    if (isSeq(parent)) {
      const item = parent.items[Number(step)];
      if (!isNode(item)) return { ...found, exact: false };
      found = { node: item, offset: item.range?.[0] ?? found.offset, exact: true };
    } else if (isMap(parent)) {
      const pair = parent.items.find((candidate) => keyText(candidate) === String(step));
      if (!pair) return { ...found, exact: false };
      const keyOffset = (isNode(pair.key) ? pair.key.range?.[0] : undefined) ?? found.offset;
      const value = isNode(pair.value) ? pair.value : null;
      // An empty value has no place of its own: its key's is the one to look at.
      const empty = value === null || (isScalar(value) && value.source === "" && value.type === "PLAIN");
      const offset = (last && key) || empty ? keyOffset : (value.range?.[0] ?? keyOffset);
      found = { node: value, offset, exact: true };
    } else return { ...found, exact: false };
  }
  const node = isAlias(found.node) ? (found.node.resolve(document) ?? null) : found.node;
  return { ...found, node };
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

function sentence(error: YAMLError, text: string): string {
  if (error.code === "DUPLICATE_KEY") {
    const key = /^[^\s:]+/.exec(text.slice(error.pos[0]))?.[0] ?? "";
    return `\`${key}\` stands twice in the same mapping; keep one of the two`;
  }
  if (error.code === "TAB_AS_INDENT") return "a tab is not allowed as indentation in YAML; use spaces";
  if (error.code === "MULTIPLE_DOCS") return "a second document begins here (`---`); keep one document in a file";
  if (error.message.startsWith("Missing closing"))
    return "a quoted text is not closed; expected the closing quote, or lines that are indented deeper than their key";
  return `not valid YAML: ${error.message.replace(/\.$/, "")}`;
}
