import { describe, expect, test } from "vitest";
import { healthy } from "../../../sandbox/rules/healthy.ts";
import type { Signal } from "../../../sandbox/rules/signals.ts";
import { stretch } from "../../../sandbox/rules/stretch.ts";
import type { ScrapedSeries } from "../../../sandbox/rules/stretch.ts";

const target = { job: "api", instance: "api:3000" };
const scraped = (name: string, values: readonly (string | null)[], everyMs = 250): ScrapedSeries => ({
  labels: { __name__: name, ...target },
  samples: values.flatMap((value, i) => (value === null ? [] : [[10_000 + i * everyMs, value] as const])),
});
const up = (...values: readonly string[]): ScrapedSeries[] => [scraped("up", values)];
const all = (count: number): ScrapedSeries[] => up(...Array.from({ length: count }, () => "1"));
const as = (signal: Signal) => ({ originMs: 10_000, k: 60, slotMs: 1000, signalOf: () => signal });
const samplesOf = (series: ScrapedSeries, ups: ScrapedSeries[], signal: Signal) =>
  stretch([series], ups, as(signal))[0]?.samples;

describe("scraped series at production's pace", () => {
  test("are on the grid where they were scraped, with nothing between", () => {
    expect(samplesOf(scraped("x", ["1", "2", "3"]), all(3), "level")).toEqual([
      [0, 1],
      [15, 2],
      [30, 3],
    ]);
    const late: ScrapedSeries = { labels: { __name__: "x", ...target }, samples: [[10_259, "7"]] };
    expect(samplesOf(late, [], "level")).toEqual([[16, 7]]);
  });

  test("a flow grows k times as much, and keeps its resets; an event and a level are what they were", () => {
    const counter = scraped("x", ["5", "8", "1"]);
    expect(samplesOf(counter, all(3), "flow")?.map(([, value]) => value)).toEqual([300, 480, 60]);
    for (const signal of ["event", "level", "accumulating"] as const)
      expect(samplesOf(counter, all(3), signal)?.map(([, value]) => value)).toEqual([5, 8, 1]);
  });

  test("a moment is read off the stretched clock: what was an age of two seconds is one of two minutes", () => {
    expect(samplesOf(scraped("x", ["8", "10.5"]), all(2), "timestamp")).toEqual([
      [0, -120],
      [15, 30],
    ]);
  });

  test("what is missing at a scrape is stale there, once, whether its target answered or not", () => {
    const gone = scraped("x", ["1", null, null, "4"]);
    for (const ups of [all(4), up("1", "0", "0", "1")])
      expect(samplesOf(gone, ups, "level")).toEqual([
        [0, 1],
        [15, "stale"],
        [45, 4],
      ]);
  });

  test("twin: where no scrape took place nothing is stale", () => {
    const gone = scraped("x", ["1", null, null, "4"]);
    const unscraped: ScrapedSeries = { ...gone, labels: { __name__: "up", ...target } };
    expect(samplesOf(gone, [unscraped], "level")).toEqual([
      [0, 1],
      [45, 4],
    ]);
  });

  test("what came before the first slot is left out, and infinity is a number", () => {
    const series = scraped("x", ["1", "+Inf", "-Inf"]);
    const later = { ...as("level"), originMs: 10_250 };
    expect(stretch([series], all(3), later)[0]?.samples).toEqual([
      [0, Infinity],
      [15, -Infinity],
    ]);
  });
});

describe("series as if nothing had happened", () => {
  const fault = 10_500;
  const calm = (series: ScrapedSeries, signal: Signal) =>
    healthy([series], all(5), fault, () => signal)[0]?.samples.map(([, value]) => Number(value));

  test("what grows goes on as it grew since it last began anew; a level stays", () => {
    expect(calm(scraped("x", ["10", "20", "20", "20", "20"]), "flow")).toEqual([10, 20, 30, 40, 50]);
    expect(calm(scraped("x", ["90", "2", "7", "7", "7"]), "flow")).toEqual([90, 2, 2, 2, 2]);
    expect(calm(scraped("x", ["1", "1", "0", "0", "0"]), "level")).toEqual([1, 1, 1, 1, 1]);
    expect(calm(scraped("x", ["1", "2", "9", "9", "9"]), "event")).toEqual([1, 2, 2, 2, 2]);
  });

  test("what the fault took away stays; what it brought, or what was gone before, does not come", () => {
    expect(calm(scraped("x", ["1", "1", null, null, null]), "level")).toEqual([1, 1, 1, 1, 1]);
    expect(calm(scraped("x", [null, null, "1", "2", "3"]), "flow")).toEqual([]);
    expect(calm(scraped("x", ["1", null, null, "1", "1"]), "level")).toEqual([1]);
  });
});
