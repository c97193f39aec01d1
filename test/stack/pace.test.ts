import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { comparePaces, type PaceCase, type PaceReport } from "../../sandbox/prove/pace.ts";
import { classCases, generatedCases } from "../../sandbox/prove/pace-cases.ts";
import { otherLaw, paceSeries, random } from "../../sandbox/prove/pace-series.ts";
import { understood } from "../../sandbox/prove/understood.ts";
import { sampleSignals } from "../../sandbox/rules/scale-samples.ts";
import { promtool } from "../../sandbox/services/promtool.ts";
import { processRuntime } from "../../sandbox/stack/process-runtime.ts";
import type { Runtime } from "../../sandbox/stack/service.ts";
import { testPlace } from "../helpers/runtimes.ts";

// `npm run bench:scale` has all of them, and a thousand generated ones; here are some of every class.
const seed = 7;
const few = 70;

let runtime: Runtime;
let cases: (PaceCase & { readonly name: string })[];
let report: PaceReport;

beforeAll(async () => {
  runtime = await processRuntime();
  await runtime.prepare([], [promtool()], () => {});
  const run: Parameters<typeof understood>[1] = (args, files) => runtime.run(promtool(), args, files);
  const next = random(seed);
  const all = classCases().toSorted(() => next() - 0.5);
  const firsts = new Map(all.map((one) => [one.key, one]));
  const chosen = new Set([...firsts.values(), ...all.slice(0, few)]);
  cases = await understood([...chosen, ...generatedCases(20, seed).map((one) => ({ ...one, name: "generated" }))], run);
  const trials = [{ k: 120 }, { k: 60, law: otherLaw }, { k: 6, hurry: 2 }];
  report = await comparePaces(cases, paceSeries(seed), sampleSignals, trials, run);
});
afterAll(async () => {
  await runtime[Symbol.asyncDispose]();
  await rm(testPlace, { recursive: true, force: true });
});

const among = (chosen: ReadonlySet<number> | undefined): string[] =>
  cases.flatMap(({ expr }, i) => (chosen?.has(i) ? [expr] : []));

describe("promtool, of rules at another pace", () => {
  test("says what it says of the original, with series whose signals are what they are taken for", () => {
    expect(cases.length).toBeGreaterThan(few);
    expect(among(report.differing[0])).toEqual([]);
  });

  test("twin: says something else where series have another signal, of all whose values depend on it", () => {
    const caught = report.differing[1];
    const missed = cases.filter(({ name }, i) => name !== "generated" && !caught?.has(i)).map(({ name }) => name);
    expect(missed.filter((name) => !signalless.test(name))).toEqual([]);
    expect(caught?.size).toBeGreaterThan(cases.length / 2);
  });

  test("twin: says something else where series are faster than the rules", () => {
    const caught = report.differing[2];
    const missed = cases.filter(({ name }, i) => name !== "generated" && !caught?.has(i)).map(({ name }) => name);
    // promtool's series have no time at which they began.
    expect(missed.filter((name) => name !== "start_timestamp()")).toEqual([]);
  });

  test("says something at some times and not at others of nearly all of them", () => {
    expect(report.idle.size).toBeLessThan(cases.length / 8);
  });
});

/** What only asks which samples there are and when, or how many of a histogram's are where: no signal matters to it. */
const signalless =
  /^(absent|absent_over_time|changes|count_over_time|present_over_time|resets|(start_)?timestamp|ts_of_\w+|histogram_(fraction|quantiles?|stddev|stdvar))\(\)$|^(count|group|x > y|x > 0|y and x|x\[.*)$/;
