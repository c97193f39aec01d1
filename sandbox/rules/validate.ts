import { z } from "zod";
import type { Problem } from "../errors.ts";
import { parseDuration } from "./duration.ts";
import type { Duration } from "./duration.ts";
import { suggestion } from "./nearest.ts";
import type { Path, YamlSource } from "./yaml-source.ts";

/** The value where there is nothing wrong with it; everything that is, with its place, where there is. */
export interface Validated<T> {
  readonly value: T | undefined;
  readonly problems: readonly Problem[];
}

/** A duration above zero in Prometheus' syntax, kept as it is written; `example` is named where it is none. */
export function durationLike(example: Duration) {
  return z
    .string(`expected a duration such as ${example}`)
    .refine(
      (text): text is Duration => (parseDuration(text) ?? 0) > 0,
      `expected a duration above zero, such as ${example}`,
    );
}

/** A duration in Prometheus' syntax, read into milliseconds. */
export const durationMs = z
  .union([z.string(), z.number()], { error: "expected a duration such as 5m" })
  .transform((text, context) => {
    const ms = parseDuration(String(text));
    if (ms === undefined)
      context.issues.push({ code: "custom", input: text, message: "expected a duration such as 5m" });
    return ms ?? 0;
  });

/**
 * Checks the file's value; syntax problems come first and alone. A message of the schema's own that begins with
 * "expected" gets what was found instead at its end. Unknown keys of strict objects get the nearest known one.
 */
export function validate<T>(source: YamlSource, schema: z.ZodType<T>): Validated<T> {
  if (source.problems.length > 0) return { value: undefined, problems: source.problems };
  const known = new WeakMap<readonly string[], readonly string[]>();
  const result = schema.safeParse(source.value, {
    error: (issue) => {
      // The schema is only at hand here, and one message is not enough for several unknown keys.
      if (issue.code === "unrecognized_keys" && issue.inst instanceof z.ZodObject)
        known.set(issue.keys, Object.keys(issue.inst.shape));
      return undefined;
    },
  });
  if (result.success) return { value: result.data, problems: [] };
  const issues = result.error.issues.flatMap((issue) => branch(issue, []));
  return { value: undefined, problems: issues.flatMap((issue) => problemsOf(source, issue, known)) };
}

type Issue = z.core.$ZodIssue;

/** Of a union, the alternative that came closest: the one whose complaints lie deepest, else the union's own. */
function branch(issue: Issue, above: Path): Issue[] {
  const path = [...above, ...issue.path] as (string | number)[];
  if (issue.code !== "invalid_union" || issue.message.startsWith("expected")) return [{ ...issue, path }];
  const flat = issue.errors.map((errors) => errors.flatMap((error) => branch(error, path)));
  const inside = flat.filter((errors) =>
    errors.every((error) => error.path.length > path.length || error.code === "unrecognized_keys"),
  );
  return inside.toSorted((a, b) => a.length - b.length)[0] ?? [{ ...issue, path, message: alternatives(flat) }];
}

function alternatives(flat: readonly Issue[][]): string {
  const wanted = flat
    .flat()
    .flatMap((issue) => (issue.code === "invalid_type" ? [kinds[issue.expected] ?? issue.expected] : []));
  return wanted.length === 0 ? "expected something else" : `expected ${[...new Set(wanted)].join(" or ")}`;
}

function problemsOf(source: YamlSource, issue: Issue, known: WeakMap<readonly string[], readonly string[]>): Problem[] {
  const path = issue.path as (string | number)[];
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) =>
      source.problemAt([...path, key], `unknown key \`${key}\`${suggestion(key, known.get(issue.keys) ?? [])}`, {
        key: true,
      }),
    );
  const found = at(source.value, path);
  const last = path.at(-1);
  if (found === undefined && typeof last === "string")
    return [source.problemAt(path, `\`${last}\` is missing; ${expectation(issue)}`)];
  const message = expectation(issue);
  return [source.problemAt(path, message.startsWith("expected") ? `${message}, got ${show(found)}` : message)];
}

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
  null: "nothing",
};

function expectation(issue: Issue): string {
  const custom = issue.message;
  if (custom !== "" && !custom.startsWith("Invalid") && !custom.startsWith("Too")) return custom;
  if (issue.code === "invalid_type") return `expected ${kinds[issue.expected] ?? issue.expected}`;
  if (issue.code === "invalid_value") return `expected ${issue.values.map((one) => `\`${String(one)}\``).join(" or ")}`;
  if (issue.code === "too_small") {
    if (issue.origin === "number" || issue.origin === "int")
      return `expected ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}`;
    return issue.origin === "string" ? "expected text that is not empty" : `expected at least ${issue.minimum} of them`;
  }
  if (issue.code === "too_big") return `expected ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`;
  return custom;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === "object" && inner !== null ? (inner as Record<string | number, unknown>)[step] : undefined,
    value,
  );
}

function show(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  const [first, ...more] = `${value as string | number | boolean}`.split("\n");
  return `\`${first ?? ""}${more.length > 0 ? " …" : ""}\``;
}
