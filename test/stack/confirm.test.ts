import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { confirmableOf } from "../../sandbox/drill/confirm/confirmable.ts";
import type { Journal } from "../../sandbox/drill/journal.ts";
import { confirmAll } from "../../sandbox/prove/confirm.ts";
import type { Confirmable, Confirmation } from "../../sandbox/prove/confirm.ts";
import { readRuleFile } from "../../sandbox/rules/rule-file.ts";
import type { Signals } from "../../sandbox/rules/signals.ts";
import type { StretchedSeries } from "../../sandbox/rules/stretch.ts";
import { promtool } from "../../sandbox/services/promtool.ts";
import { processRuntime } from "../../sandbox/stack/process-runtime.ts";
import { synthetic, syntheticRules, syntheticSignals } from "../helpers/journals/synthetic.ts";
import { testPlace } from "../helpers/runtimes.ts";

function made(
  name: string,
  journal: Journal,
  signals: Signals = syntheticSignals,
  rules = syntheticRules,
): Confirmable {
  const tested = rules.groups.flatMap((group) => group.rules);
  const named = { ...journal, drill: { ...journal.drill, name } };
  const found = confirmableOf(named, { tested, evaluationMs: { api: 15_000 } }, { rules: [rules], signals });
  if (!found) throw new Error(`${name} shows nothing`);
  return found;
}

/** The same test on samples that were stretched in another way. */
function changed(
  confirmable: Confirmable,
  change: (samples: StretchedSeries["samples"], slotMs: number) => StretchedSeries["samples"],
) {
  const { slotMs } = confirmable.test;
  const series = confirmable.test.series.map((one) => ({ ...one, samples: change(one.samples, slotMs) }));
  return { ...confirmable, test: { ...confirmable.test, series } };
}

const withoutStale = (samples: StretchedSeries["samples"]): StretchedSeries["samples"] =>
  samples.filter(([, value]) => value !== "stale");

/** With a sample every fifteen seconds wherever there is none. */
function interpolated(samples: StretchedSeries["samples"], slotMs: number): StretchedSeries["samples"] {
  const scrape = 15_000 / slotMs;
  return withoutStale(samples).flatMap(([slot, value], i, all) => {
    const missing = Math.max(0, Math.round(((all[i + 1]?.[0] ?? slot) - slot) / scrape) - 1);
    return [
      [slot, value] as const,
      ...Array.from({ length: missing }, (_, n) => [Math.round(slot + scrape * (n + 1)), value] as const),
    ];
  });
}

const calmRules = (expr: string) =>
  readRuleFile("rules/calm.yml", `groups: [{ name: api, rules: [{ alert: ManyRequests, expr: "${expr}", for: 1m }] }]`);

const cases = {
  "as it was": made("as-it-was", synthetic()),
  "a flow taken for an event": made(
    "wrong-signal",
    synthetic(),
    new Map([...syntheticSignals, ["requests_total", "event"]]),
  ),
  "what is gone not stale": changed(made("no-stale", synthetic()), withoutStale),
  "gaps filled": changed(made("filled", synthetic()), interpolated),
  "nothing happens, just below": made(
    "below",
    synthetic({ calm: true }),
    undefined,
    calmRules("increase(requests_total[5m]) > 6000"),
  ),
  "nothing happens, far below": made(
    "far",
    synthetic({ calm: true }),
    undefined,
    calmRules("increase(requests_total[5m]) > 60000"),
  ),
  "nothing to measure": made(
    "none",
    synthetic({ calm: true }),
    undefined,
    calmRules("increase(nothing_total[5m]) > 1"),
  ),
};
const names = Object.keys(cases) as (keyof typeof cases)[];

const runtime = await processRuntime();
const run: Parameters<typeof confirmAll>[1] = (args, files) => runtime.run(promtool(), args, files);
const said = new Map<string, Confirmation>();

beforeAll(async () => {
  await runtime.prepare([], [promtool()], () => {});
  const all = await confirmAll(Object.values(cases), run);
  for (const [i, one] of all.entries()) said.set(names[i] ?? "", one);
});
afterAll(async () => {
  await runtime[Symbol.asyncDispose]();
  await rm(testPlace, { recursive: true, force: true });
});

describe("promtool, of the original rules on a stretched recording", () => {
  test("says what happened live, and fails on the same without the fault", () => {
    expect(said.get("as it was")).toEqual({ says: "agrees", claims: 14, failsHow: "without the fault" });
  });

  test.each([
    ["a flow taken for an event", "ManyRequests is firing"],
    ["what is gone not stale", "Silent is pending"],
    ["gaps filled", "Silent is firing"],
  ] as const)("twin: disagrees with %s", (name, about) => {
    expect(said.get(name)).toEqual({
      says: "disagrees",
      found: expect.arrayContaining([expect.stringContaining(about)]),
    });
  });

  test("where nothing fires, it fails by the least that makes the rule fire", () => {
    const nearer = "without `for` or with half or twice the threshold";
    expect(said.get("nothing happens, just below")).toEqual({ says: "agrees", claims: 1, failsHow: nearer });
    const turned = "with its condition the other way round";
    expect(said.get("nothing happens, far below")).toEqual({ says: "agrees", claims: 1, failsHow: turned });
  });

  test("twin: what nothing makes fail shows nothing", () => {
    expect(said.get("nothing to measure")).toEqual({ says: "agrees", claims: 1, failsHow: null });
  });

  test("one that it can't evaluate hides no other", async () => {
    const { test: own } = cases["as it was"];
    const broken = {
      ...own,
      name: "broken",
      ruleFiles: { "broken.rules.yml": "groups: [{ name: a, rules: [{ alert: A, expr: '((' }] }]" },
    };
    const both = await confirmAll(
      [
        { test: own, twins: [] },
        { test: broken, twins: [] },
      ],
      run,
    );
    expect(both).toEqual([
      { says: "agrees", claims: 14, failsHow: null },
      { says: "nothing", output: expect.stringContaining("broken.rules.yml") },
    ]);
  });
});
