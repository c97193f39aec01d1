import { expect, test } from "vitest";
import { oneOfEachSignal } from "../../../sandbox/drill/plan/one-of-each-signal.ts";
import { readFixtures } from "../../../sandbox/drill/read/fixtures.ts";
import { projectFixtures } from "../../helpers/fixtures.ts";

const fixtures = await readFixtures(projectFixtures);
const drills = fixtures.drills.map(({ drill }) => drill);
const namesOf = (some: typeof drills, signals = fixtures.signals) => {
  const { drills: chosen, without } = oneOfEachSignal(some, { ...fixtures, signals });
  return { chosen: chosen.map(({ name }) => name), without };
};

test("of each signal that an alert reads, the quickest drill that has to fire", () => {
  expect(namesOf(drills)).toEqual({
    chosen: ["high-error-rate", "low-availability-other-job"],
    without: ["event", "accumulating", "timestamp"],
  });
});

test("a metric of another signal brings its drill", () => {
  const leaking = new Map([...fixtures.signals, ["memory_usage_percent", "accumulating"] as const]);
  expect(namesOf(drills, leaking).chosen).toContain("high-memory-usage");
});

test("twin: near misses, and drills without an alert, show nothing of a signal", () => {
  const silent = drills.filter(({ alert, expect: { firing } }) => alert === undefined || firing === "never");
  expect(silent.length).toBeGreaterThan(3);
  expect(namesOf(silent).chosen).toEqual([]);
});
