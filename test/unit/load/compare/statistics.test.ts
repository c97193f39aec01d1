import { expect, test } from "vitest";
import { uncertaintyOf } from "../../../../load/compare/interval.ts";
import { seededRandom } from "../../../../load/compare/random.ts";
import { blockLength, resamplerOf } from "../../../../load/compare/resample.ts";
import { widenedByChance } from "../../../../load/compare/shares.ts";
import { student95 } from "../../../../load/compare/student.ts";
import { syntheticRuns } from "../../../helpers/synthetic-runs.ts";

test.each([
  [2, 4.303],
  [4, 2.776],
  [10, 2.228],
  [30, 2.042],
  [1000, 1.962],
])("Student's t with %i degrees of freedom is %d", (degrees, tabulated) => {
  expect(Math.abs(student95(degrees) - tabulated)).toBeLessThan(0.01 * tabulated);
});

test("numbers of one seed are the same and even; those of another are others", () => {
  const many = (seed: number): number[] => {
    const random = seededRandom(seed);
    return Array.from({ length: 1000 }, () => random());
  };
  expect(many(1)).toEqual(many(1));
  expect(many(1)[0]).not.toBe(many(2)[0]);
  expect(many(1).reduce((sum, one) => sum + one, 0) / 1000).toBeCloseTo(0.5, 1);
});

test("a run is drawn anew from as many seconds as it has, in blocks that grow with it", () => {
  expect([5, 16, 60, 120].map(blockLength)).toEqual([1, 2, 3, 3]);
  const [run] = syntheticRuns([{ seed: 1, seconds: 16 }]);
  if (!run) throw new RangeError("no run");
  const times = resamplerOf(run)(seededRandom(1));
  expect(times.reduce((sum, one) => sum + one, 0)).toBe(16);
  expect(times.some((one) => one === 0)).toBe(true);
});

const value = (at: number) => ({ value: at, draws: Float64Array.from({ length: 9 }, () => at), blocks: 9 });

test("what runs differ by is assumed until repeated runs show it", () => {
  const once = uncertaintyOf([value(0)], [value(0)], 0.01);
  expect(once.above).toBeCloseTo(student95(4) * 0.01 * Math.SQRT2, 9);
  const alike = uncertaintyOf([value(0), value(0), value(0)], [value(0)], 0.01);
  const apart = uncertaintyOf([value(-0.05), value(0), value(0.05)], [value(0)], 0.01);
  expect(alike.above).toBeLessThan(once.above);
  expect(apart.above).toBeGreaterThan(2 * once.above);
});

test("two shares of nothing in 1,000 differ by at most 0.38 %, by Newcombe", () => {
  const none = syntheticRuns([
    { seed: 1, seconds: 10, rate: () => 100 },
    { seed: 2, seconds: 10, rate: () => 100 },
  ]);
  const sure = { difference: 0, below: 0, above: 0, within: { below: 0, above: 0 }, between: 0 };
  expect(widenedByChance(sure, none.slice(0, 1), none.slice(1)).above).toBeCloseTo(0.00383, 4);
});
