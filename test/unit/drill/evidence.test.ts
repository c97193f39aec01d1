import { describe, expect, test } from "vitest";
import { firstEvidence } from "../../../sandbox/drill/play/evidence.ts";
import type { Series } from "../../../sandbox/observe/series.ts";

const series = (...samples: [number, string][]): Series => ({ labels: {}, samples });
const grows = { selector: "errors", shows: "above what it was" } as const;
const zero = { selector: "up", shows: "zero" } as const;

test("the first sample above what it was when the fault was asked for", () => {
  expect(firstEvidence([series([10, "3"], [20, "3"], [30, "4"], [40, "5"])], grows, 15)).toBe(30);
  expect(firstEvidence([series([10, "3"], [20, "3"], [30, "3"])], grows, 15)).toBeUndefined();
  expect(firstEvidence([series([10, "3"], [14, "5"], [20, "5"])], grows, 15)).toBeUndefined();
});

test("a series that was not there before counts from zero", () => {
  expect(firstEvidence([series([30, "1"])], grows, 15)).toBe(30);
  expect(firstEvidence([series([30, "0"])], grows, 15)).toBeUndefined();
  expect(firstEvidence([], grows, 15)).toBeUndefined();
});

test("the first zero since it was asked for; an earlier one proves nothing", () => {
  expect(firstEvidence([series([10, "1"], [20, "0"])], zero, 15)).toBe(20);
  expect(firstEvidence([series([10, "0"], [20, "1"])], zero, 15)).toBeUndefined();
});

test("of several series, the earliest", () => {
  expect(firstEvidence([series([30, "1"]), series([20, "1"])], grows, 15)).toBe(20);
});

const bucket = (le: string, ...samples: [number, string][]): Series => ({ labels: { le, route: "/a" }, samples });
const slow = { selector: "buckets", shows: "more slow ones", thanSeconds: 1 } as const;

test("the first sample with more beyond a bound than there were; none where all that came was quick", () => {
  const all = bucket("+Inf", [10, "50"], [20, "60"], [30, "70"]);
  expect(firstEvidence([bucket("1.0", [10, "48"], [20, "58"], [30, "67"]), all], slow, 15)).toBe(30);
  expect(firstEvidence([bucket("1", [10, "48"], [20, "57"], [30, "67"]), all], slow, 15)).toBe(20);
  expect(firstEvidence([bucket("1.0", [10, "48"], [20, "58"], [30, "68"]), all], slow, 15)).toBeUndefined();
  expect(firstEvidence([all], slow, 15)).toBeUndefined();
});

test("a level that is reached, or that rises by so much", () => {
  const level = [series([10, "20"], [20, "84"], [30, "90"])];
  expect(firstEvidence(level, { selector: "level", shows: "at least", value: 89 }, 15)).toBe(30);
  expect(firstEvidence(level, { selector: "level", shows: "at least", value: 91 }, 15)).toBeUndefined();
  expect(firstEvidence(level, { selector: "level", shows: "more by", value: 64 }, 15)).toBe(20);
  expect(firstEvidence(level, { selector: "level", shows: "more by", value: 71 }, 15)).toBeUndefined();
});

describe("counters that grow more slowly", () => {
  const slower = { selector: "requests", shows: "slower growth", share: 0.1 } as const;
  /** A sample every 100 ms of so many a second, in two series. */
  const growing = (perSecond: readonly number[]): Series[] => {
    let total = 0;
    const samples = perSecond.map((rate, i): [number, string] => [i * 100, String((total += rate / 20))]);
    return [series(...samples), series(...samples)];
  };
  const steady = Array.from({ length: 20 }, () => 100);

  test("are seen when ten are missing", () => {
    const thin = Array.from({ length: 20 }, () => 10);
    expect(firstEvidence(growing([...steady, ...thin]), slower, 1950)).toBe(2200);
    expect(firstEvidence(growing([...steady, ...thin.map(() => 0)]), { ...slower, share: 0 }, 1950)).toBe(2100);
  });

  test("are not where they grow as before, or by more than half of the way", () => {
    expect(firstEvidence(growing([...steady, ...steady]), slower, 1950)).toBeUndefined();
    expect(firstEvidence(growing([...steady, ...steady.map(() => 60)]), slower, 1950)).toBeUndefined();
  });

  test("are not where nothing is known of before", () => {
    expect(firstEvidence(growing(steady), slower, 0)).toBeUndefined();
    expect(firstEvidence([], slower, 10)).toBeUndefined();
  });

  test("or faster: seen when there are ten more than usual, and not where they grow as before, or less", () => {
    const faster = { selector: "requests", shows: "faster growth" } as const;
    const more = steady.map(() => 150);
    expect(firstEvidence(growing([...steady, ...more]), faster, 1950)).toBe(2200);
    expect(firstEvidence(growing([...steady, ...steady]), faster, 1950)).toBeUndefined();
    expect(firstEvidence(growing([...steady, ...steady.map(() => 10)]), faster, 1950)).toBeUndefined();
    expect(firstEvidence(growing(more), faster, 0)).toBeUndefined();
  });
});
