import { expect, test } from "vitest";
import { FiredrillError, inputError } from "../../../sandbox/errors.ts";
import { renderError } from "../../../sandbox/report/problems.ts";

const problem = { file: "a.yml", line: 2, column: 3, message: "unknown key `x`", source: "  x: 1" };

test("problems come with their carets and are counted; nothing was started", () => {
  expect(renderError(inputError([problem, { ...problem, line: 1 }]))).toBe(
    "a.yml:1:3: unknown key `x`\n    x: 1\n    ^\na.yml:2:3: unknown key `x`\n    x: 1\n    ^\n2 problems; nothing was started\n",
  );
  expect(renderError(inputError([problem]))).toMatch(/\n1 problem; nothing was started\n$/);
});

test("any other error says its code, its message, and what it came from, once", () => {
  const cause = new Error("it ended", { cause: new Error("ECONNREFUSED 127.0.0.1:1") });
  expect(renderError(new FiredrillError("boot-failed", "prometheus did not start", { cause }))).toBe(
    "boot-failed: prometheus did not start\n  because: it ended\n  because: ECONNREFUSED 127.0.0.1:1\n",
  );
  expect(renderError(new FiredrillError("boot-failed", "prometheus: it ended", { cause }))).not.toContain(
    "because: it ended",
  );
  expect(renderError(new FiredrillError("usage", "no such option"))).toBe("usage: no such option\n");
});
