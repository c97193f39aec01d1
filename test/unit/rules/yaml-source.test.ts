import { describe, expect, it } from "vitest";
import { z } from "zod";
import { durationMs, validate } from "../../../sandbox/rules/validate.ts";
import { readYaml } from "../../../sandbox/rules/yaml-source.ts";

const places = (problems: readonly { line: number; column: number; message: string }[]) =>
  problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);

describe("a YAML file's syntax", () => {
  it.each([
    ["a: 1\na: 2", "2:1: `a` stands twice in the same mapping; keep one of the two"],
    ["a:\n\tb: 1", "2:1: a tab is not allowed as indentation in YAML; use spaces"],
    ["a: b: c", "1:4: not valid YAML: Nested mappings are not allowed in compact mappings"],
    ["a: *none", "1:4: `*none` names an anchor that does not stand before it; expected `&none` above"],
    ["a: 1\n---\nb: 2", "2:1: a second document begins here (`---`); keep one document in a file"],
  ])("is wrong in %j, and it is said where", (text, problem) => {
    expect(places(readYaml("f.yml", text).problems)).toContain(problem);
  });

  it("is right where nothing is wrong", () => {
    const source = readYaml("f.yml", "a: &x 1\nb: *x\nc: { a: 1 }\n");
    expect(source.problems).toEqual([]);
    expect(source.value).toEqual({ a: 1, b: 1, c: { a: 1 } });
  });
});

describe("a position in a text", () => {
  const text = [
    "plain: sum(x) > @5",
    "single: 'it''s @ here'",
    'double: "a\\tb \\"@\\" \\u0041"',
    "literal: |",
    "  first",
    "",
    "    second @",
    "folded: >-",
    "  one",
    "  two @",
    "",
    "  three",
    "continued: one",
    "  two @",
    "indicated: |2",
    "    four",
    "   @",
    "last: &anchor '@'",
    "alias: *anchor",
  ].join("\n");
  const source = readYaml("f.yml", text);
  const value = source.value as Record<string, string>;

  it.each([
    ["plain", 1, 17],
    ["single", 2, 16],
    ["double", 3, 17],
    ["literal", 7, 12],
    ["folded", 10, 7],
    ["continued", 14, 7],
    ["indicated", 17, 4],
    ["last", 18, 16],
    ["alias", 18, 16],
  ])("is found in a %s one", (key, line, column) => {
    expect(source.locate([key], value[key]?.indexOf("@") ?? -1)).toEqual({ line, column });
  });

  it("maps every character of every style to where it stands", () => {
    for (const [key, content] of Object.entries(value))
      for (let i = 0; i < content.length; i++) {
        const there = text[source.offsetIn([key], i) ?? -1];
        const wanted = content[i];
        // A folded break is a blank in the value, an escape begins with its backslash, a quote is doubled.
        expect(there === wanted || there === "\n" || there === "\\", `${key} ${i}`).toBe(true);
      }
  });

  it("falls back to the nearest parent where the path ends early", () => {
    expect(source.place(["literal", "nothing", 3])).toEqual(source.place(["literal"]));
    expect(source.place(["nothing"])).toEqual({ line: 1, column: 1 });
  });
});

describe("a file's form", () => {
  const schema = z.strictObject({
    duration: durationMs,
    list: z.array(z.number().int().min(1)).optional(),
    kind: z.enum(["hot", "cold"]).optional(),
    inner: z.strictObject({ name: z.string() }).optional(),
  });
  const check = (text: string) => validate(readYaml("f.yml", text), schema);

  it.each([
    ["duratoin: 5m\nduration: 5m", "1:1: unknown key `duratoin`; did you mean `duration`?"],
    ["duration: 5m\ninner: { nmae: x, name: y }", "2:10: unknown key `nmae`; did you mean `name`?"],
    ["duration: 5 minutes", "1:11: expected a duration such as 5m, got `5 minutes`"],
    ["duration: 300", "1:11: expected a duration such as 5m, got `300`"],
    ["duration:\nlist: []", "1:1: expected a duration such as 5m, got nothing"],
    ["list: []", "1:1: `duration` is missing; expected a duration such as 5m"],
    ["duration: 5m\nlist: [1, x]", "2:11: expected a number, got `x`"],
    ["duration: 5m\nlist: [0]", "2:8: expected at least 1, got `0`"],
    ["duration: 5m\nlist: {}", "2:7: expected a list, got a mapping"],
    ["duration: 5m\nkind: warm", "2:7: expected `hot` or `cold`, got `warm`"],
    ["duration: 5m\ninner: {}", "2:8: `name` is missing; expected text"],
    ["- 1", "1:1: expected a mapping, got a list"],
  ])("is wrong in %j, and it is said where", (text, problem) => {
    expect(places(check(text).problems)).toEqual([problem]);
    expect(check(text).value).toBeUndefined();
  });

  it("is right where nothing is wrong, with durations in milliseconds", () => {
    const { value, problems } = check("duration: 1h30m\nlist: [1, 2]\nkind: hot\ninner: { name: x }");
    expect(problems).toEqual([]);
    expect(value).toEqual({ duration: 5_400_000, list: [1, 2], kind: "hot", inner: { name: "x" } });
  });

  it("is wrong in several places at once, each of which is said", () => {
    expect(places(check("duration: x\nlist: [a, b]\nkindd: hot").problems)).toHaveLength(4);
  });
});
