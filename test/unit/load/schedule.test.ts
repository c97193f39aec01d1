import { expect, test } from "vitest";
import { dueWithin, schedule } from "../../../load/drive/schedule.ts";
import type { Ramp } from "../../../load/drive/schedule.ts";

function starts(ramps: readonly Ramp[]): number[] {
  const made = schedule(ramps);
  return Array.from({ length: made.total }, (_, n) => made.dueMs(n));
}

test("a rate that stays is even, and as many as rate times time", () => {
  const found = starts([{ seconds: 0.7, from: 100, to: 100 }]);
  expect(found).toHaveLength(70);
  for (const [n, ms] of found.entries()) expect(ms).toBeCloseTo(n * 10, 9);
});

test("a ramp from nothing has half of its last rate, and its n-th request at the root of n", () => {
  const found = starts([{ seconds: 10, from: 0, to: 100 }]);
  expect(found).toHaveLength(500);
  for (const [n, ms] of found.entries()) expect(ms).toBeCloseTo(1000 * Math.sqrt(n / 5), 6);
});

test("a ramp down to nothing is the same ramp from its end", () => {
  const up = starts([{ seconds: 10, from: 0, to: 100 }]);
  const down = starts([{ seconds: 10, from: 100, to: 0 }]);
  expect(down[0]).toBe(0);
  for (let n = 1; n < 500; n++) expect(down[n]).toBeCloseTo(10_000 - up[500 - n]!, 6);
});

test("stages follow one another; in one without a rate nothing starts", () => {
  const found = starts([
    { seconds: 1, from: 10, to: 10 },
    { seconds: 5, from: 0, to: 0 },
    { seconds: 2, from: 20, to: 20 },
  ]);
  expect(found).toHaveLength(50);
  expect(found.filter((ms) => ms < 1000)).toHaveLength(10);
  expect(found.filter((ms) => ms >= 1000 && ms < 6000)).toEqual([]);
  expect(found[10]).toBeCloseTo(6000, 6);
});

test("starts only rise, and end before the load does", () => {
  const made = starts([
    { seconds: 3, from: 0, to: 333 },
    { seconds: 2, from: 333, to: 50 },
    { seconds: 0.1, from: 50, to: 50 },
  ]);
  for (let n = 1; n < made.length; n++) expect(made[n]).toBeGreaterThan(made[n - 1]!);
  expect(made.at(-1)).toBeLessThan(5100);
});

test("asked out of order it says the same", () => {
  const ramps = [
    { seconds: 1, from: 10, to: 10 },
    { seconds: 1, from: 10, to: 50 },
  ];
  const made = schedule(ramps);
  expect([30, 5, 30, 0].map((n) => made.dueMs(n))).toEqual([30, 5, 30, 0].map((n) => starts(ramps)[n]));
});

test("how many a part of it asks for is the integral of the rate; twin: of an even one it is the rate itself", () => {
  const ramps = [
    { seconds: 10, from: 0, to: 100 },
    { seconds: 10, from: 100, to: 100 },
  ];
  expect([5, 10, 15, 20, 99].map((seconds) => dueWithin(ramps, seconds))).toEqual([125, 500, 1000, 1500, 1500]);
  expect(dueWithin([{ seconds: 60, from: 100, to: 100 }], 1.24) / 1.24).toBeCloseTo(100, 9);
});
