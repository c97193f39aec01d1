import { expect, test } from "vitest";
import { matches, parseMatchers } from "../../../sandbox/rules/matchers.ts";

const takes = (text: string, value: string): boolean | string => {
  const parsed = parseMatchers(text);
  return "wrong" in parsed ? parsed.wrong : parsed.matchers.every((one) => matches(one, { a: value }));
};

test.each([
  ['a=~"(?i:prod|dev)"', "PROD", true],
  ['a=~"(?i:prod|dev)"', "stage", false],
  ['a=~"(?i)prod"', "Prod", true],
  ['a=~"(?:prod|dev)"', "PROD", false],
  ['a!~"(?i:prod)"', "PROD", false],
])("flags of RE2, at the beginning or of a group: %s of %s is %s", (text, value, expected) => {
  expect(takes(text, value)).toBe(expected);
});

test("twin: what is no such group is refused", () => {
  expect(takes('a=~"(?i:a)|(b"', "a")).toMatch(/is not closed/);
});
