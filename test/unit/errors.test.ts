import { expect, test } from "vitest";
import { formatProblem, inputError } from "../../sandbox/errors.ts";
import { readYaml } from "../../sandbox/rules/yaml-source.ts";

test("what is wrong is said once, and each thing that is", () => {
  const { problems } = readYaml("a.yml", "a: {{{\n");
  expect(problems.length).toBeGreaterThan(1);
  expect(inputError(problems).problems).toHaveLength(1);
  expect(inputError([...problems, ...readYaml("a.yml", "a: 1\na: 2\n").problems]).problems).toHaveLength(2);
});

test("control characters of a file are shown and not sent to the terminal; text stays as it is", () => {
  const problem = { file: "a.yml", line: 1, column: 4, message: "got `\u001B[31m`" };
  const source = "a:\t\u001B[31m\u0000\u007F\u009B é";
  expect(formatProblem({ ...problem, source })).toBe("a.yml:1:4: got `␛[31m`\n  a:\t␛[31m␀␡\uFFFD é\n    \t^");
});
