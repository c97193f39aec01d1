import { expect, test } from "vitest";
import { axisOf } from "../../../sandbox/report/axis.ts";

test.each([
  [0, 60, 70, "0s"],
  [0, 730, 70, "2m"],
  [0, 6 * 3600, 70, "1h"],
  [0, 30 * 86_400, 70, "7d"],
])("from %i to %i over %i columns: labels fit and have room", (from, to, width, one) => {
  const { labels } = axisOf(from, to, width);
  expect(labels.length).toBeLessThanOrEqual(width);
  expect(labels.split(/ +/)).toContain(one);
  expect(labels.split(/ +/).length).toBeGreaterThanOrEqual(3);
});

test("each label begins in the column of its time", () => {
  const axis = axisOf(0, 730, 100);
  for (const minute of [0, 2, 4, 6, 8, 10]) {
    const at = axis.column(minute * 60);
    expect(axis.labels.slice(at)).toMatch(new RegExp(`^${minute}m`));
    expect(axis.labels.slice(at - 1, at).trim()).toBe("");
  }
});

test("it may begin before the fault, and clips what lies outside", () => {
  const axis = axisOf(-60, 240, 61);
  expect(axis.column(0)).toBe(12);
  expect(axis.labels.indexOf("0m")).toBe(12);
  expect(axis.column(-500)).toBe(0);
  expect(axis.column(500)).toBe(60);
});
