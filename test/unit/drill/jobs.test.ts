import { expect, test } from "vitest";
import { capacityMeter, jobsFor } from "../../../sandbox/drill/play/jobs.ts";

const gib = 1024 ** 3;

test("drills side by side are as many as cores and memory carry", () => {
  expect(jobsFor("process", { cores: 2, memoryBytes: 24 * gib })).toBe(10);
  expect(jobsFor("container", { cores: 2, memoryBytes: 24 * gib })).toBe(4);
  expect(jobsFor("process", { cores: 8, memoryBytes: 4 * gib })).toBe(4);
});

test("cores that others keep busy are not counted, and one drill runs on any machine", () => {
  expect(jobsFor("process", { cores: 1.1, memoryBytes: 24 * gib })).toBe(6);
  expect(jobsFor("container", { cores: 0.25, memoryBytes: gib / 4 })).toBe(1);
});

test("the meter gives no more than the machine has, and never nothing", () => {
  const { cores, memoryBytes } = capacityMeter()();
  expect(cores).toBeGreaterThanOrEqual(0.25);
  expect(cores).toBeLessThanOrEqual(1024);
  expect(memoryBytes).toBeGreaterThan(0);
});
