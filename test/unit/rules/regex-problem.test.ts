import { expect, test } from "vitest";
import { regexProblem } from "../../../sandbox/rules/regex-problem.ts";

test.each([
  ["[", "has a `[` that is not closed"],
  ["a(b|c", "has a `(` that is not closed"],
  ["a)", "has a `)` that closes nothing"],
  ["a)|(b", "has a `)` that closes nothing"],
  ["(?!canary).*", "looks ahead or behind (`(?=`, `(?!`, `(?<=`, `(?<!`)"],
  ["a(?<=b)", "looks ahead or behind (`(?=`, `(?!`, `(?<=`, `(?<!`)"],
  ["(?>a)", "has a group of an unknown kind: `(?>`"],
  [String.raw`(a)\1`, String.raw`refers back to a group: ${"`"}\1${"`"}`],
  ["*-prod", "has nothing before `*` that could be repeated"],
  ["a|+b", "has nothing before `+` that could be repeated"],
  ["a**", "repeats a repetition: `*`"],
  ["a{1001}", "repeats more than 1000 times"],
  ["a{3,2}", "ends before it begins: `{3,2}`"],
  ["a\\", "ends in a backslash"],
])("Prometheus refuses %s", (pattern, why) => {
  expect(regexProblem(pattern)).toBe(why);
});

test.each([
  "",
  ".*",
  "(/dev/)?(mmcblk.p.+|nvme.+|sd.+)",
  "5..|4[0-9]{2}",
  "(?i)prod",
  "(?i:prod)-(?P<n>a)(?:b)",
  "a+?b*?c??d{2,}?",
  "[]a]+[^]]*[[:alpha:]-]",
  String.raw`\p{Greek}\.\d+\Q(*\E`,
  "a||b|",
  "()*",
  "^$",
  "{a}",
  "$node",
  "a,b{",
])("twin: and takes %s", (pattern) => {
  expect(regexProblem(pattern)).toBeUndefined();
});
