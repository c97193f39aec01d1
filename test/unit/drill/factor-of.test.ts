import { expect, test } from "vitest";
import { factorOf } from "../../../sandbox/drill/plan/factor-of.ts";
import type { Limits } from "../../../sandbox/drill/plan/factor-of.ts";

const limits: Limits = {
  paces: {
    scrapeMs: [15_000, 30_000],
    evaluationMs: [15_000],
    groupWaitMs: 30_000,
    groupIntervalMs: 300_000,
    forMs: [300_000],
    windowsMs: [300_000],
  },
  events: { windowMs: 300_000, share: 0.05 },
  requestsPerSecond: 100,
  bracketMs: 10,
  patienceMs: 300_000,
};

test("as fast as the configuration allows, where nothing else forbids it", () => {
  expect(factorOf(limits, "auto")).toEqual({
    factor: 120,
    limitedBy: "a scrape every 15s and a floor of 125 ms",
  });
});

test("slow is a tenth of production's time at most, and keeps every ratio as well", () => {
  expect(factorOf(limits, "slow")).toEqual({ factor: 10, limitedBy: "--slow" });
  const odd = { ...limits, paces: { ...limits.paces, forMs: [300_008] } };
  expect(factorOf(odd, "slow").factor).toBe(8);
  expect(factorOf({ ...limits, requestsPerSecond: 4 }, "slow").factor).toBeLessThan(10);
});

test("slower where fewer than ten events would decide; the load makes up for it", () => {
  // 20 requests a second, a twentieth of them over five minutes: 300 events.
  const quiet = factorOf({ ...limits, requestsPerSecond: 20 }, "auto");
  expect(quiet.factor).toBe(30);
  expect(quiet.limitedBy).toBe("ten events beyond the threshold in a window of 5m at 20 requests per second");
  expect(factorOf({ ...limits, requestsPerSecond: 80 }, "auto").factor).toBe(120);
  expect(factorOf({ ...limits, requestsPerSecond: 20, events: undefined }, "auto").factor).toBe(120);
});

test("slower where the fault takes long beside what has to happen", () => {
  const slow = factorOf({ ...limits, bracketMs: 5000 }, "auto");
  expect(slow).toEqual({ factor: 60, limitedBy: "a fault that takes 5000 ms to be in force" });
  expect(factorOf({ ...limits, bracketMs: 5000, patienceMs: 600_000 }, "auto").factor).toBe(120);
});

test("a bound that no whole milliseconds fit takes the next lower factor, and never below one", () => {
  // 21 requests a second allow 31.5; 31 would leave a scrape of 483.87 ms.
  expect(factorOf({ ...limits, requestsPerSecond: 21 }, "auto").factor).toBe(30);
  expect(factorOf({ ...limits, requestsPerSecond: 0.1 }, "auto").factor).toBe(1);
});

test("a factor that is asked for is taken where it keeps every ratio, and refused with the reason where not", () => {
  expect(factorOf(limits, 60)).toEqual({ factor: 60, limitedBy: "asked for" });
  expect(() => factorOf(limits, 121)).toThrow(
    "--scale 121: a factor of 121 is too large: a scrape every 15s and a floor of 125 ms allow at most 120",
  );
  expect(() => factorOf(limits, 70)).toThrow(/--scale 70: a factor of 70 does not leave a scrape of 15s whole milli/);
});
