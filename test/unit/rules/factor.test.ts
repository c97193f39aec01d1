import { describe, expect, it } from "vitest";
import { chooseFactor, type Paces } from "../../../sandbox/rules/factor.ts";

const production: Paces = {
  scrapeMs: [15_000, 30_000],
  evaluationMs: [15_000],
  groupWaitMs: 30_000,
  groupIntervalMs: 300_000,
  forMs: [300_000, 60_000, 0],
  windowsMs: [300_000],
};

describe("the factor", () => {
  it.each([
    [{}, 120, "a scrape every 15s and a floor of 125 ms"],
    [{ evaluationMs: [7500] }, 60, "an evaluation every 7s500ms and a floor of 125 ms"],
    [{ floorMs: 250 }, 60, "a scrape every 15s and a floor of 250 ms"],
    [
      { windowsMs: [7000] },
      100,
      "a window of 7s, which has to stay whole milliseconds (and a scrape every 15s and a floor of 125 ms)",
    ],
    [{ scrapeMs: [100] }, 1, "a scrape every 100ms and a floor of 125 ms"],
    [{ wanted: 60 }, 60, "asked for"],
    [{ wanted: 7.5 }, 7.5, "asked for"],
    [{ wanted: 1 }, 1, "asked for"],
  ])("for %j is %d", (change, factor, limitedBy) => {
    expect(chooseFactor({ ...production, ...change })).toEqual({ factor, limitedBy });
  });

  it.each([
    [240, "a factor of 240 is too large: a scrape every 15s and a floor of 125 ms allow at most 120"],
    [70, "a factor of 70 does not leave a scrape of 15s whole milliseconds, and would bend a ratio"],
    [0.5, "a factor of 0.5 makes no sense; it is 1 or more"],
    [Number.NaN, "a factor of NaN makes no sense; it is 1 or more"],
  ])("of %d is refused", (wanted, refused) => {
    expect(chooseFactor({ ...production, wanted })).toEqual({ refused });
  });
});
