import { expect, test } from "vitest";
import { count } from "../../.ci/count.ts";

const summary = (tests: string): string => ` Test Files  3 passed (3)\n      Tests  ${tests}\n   Duration  2.04s\n`;

test("the count of a run is read from vitest's summary", () => {
  expect(count(summary("1 failed | 12 passed | 2 skipped | 1 todo (16)"))).toEqual({
    passed: 12,
    failed: 1,
    skipped: 3,
  });
});

test("two runs in one log add up", () => {
  expect(count(summary("12 passed (12)") + summary("3 passed (3)"))).toEqual({ passed: 15, failed: 0, skipped: 0 });
});

test("a run that never got to its summary counts nothing, and files are not tests", () => {
  expect(count(" Test Files  3 passed (3)\n")).toEqual({ passed: 0, failed: 0, skipped: 0 });
});
