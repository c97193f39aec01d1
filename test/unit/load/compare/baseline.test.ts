import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { FiredrillError } from "../../../../sandbox/errors.ts";
import { mostRuns, readBaseline, withRun, writeBaseline } from "../../../../load/compare/baseline.ts";
import { baselinePath, findBaseline, openBaseline, saveBaseline } from "../../../../load/compare/baseline-file.ts";
import { compareLoads } from "../../../../load/compare/compare-loads.ts";
import { asidesOf, differencesOf, thisMachine } from "../../../../load/compare/conditions.ts";
import type { Conditions } from "../../../../load/compare/conditions.ts";
import type { LoadRecord } from "../../../../load/record.ts";
import { conditions, record } from "./measured.ts";

const baseline = withRun(undefined, conditions, record(1));

test("a saved baseline is read as it was", () => {
  expect(readBaseline("main.json", writeBaseline(baseline))).toEqual(baseline);
});

test("a run like the baseline's holds, and one that takes a tenth longer deviates", () => {
  const equal = compareLoads(baseline, conditions, [record(2)]);
  expect(equal).toMatchObject({ outcome: "held", runs: { baseline: 1, now: 1 } });
  expect(equal.changes[0]?.baseline).toBeCloseTo(22.5, 0);
  const slow = compareLoads(baseline, conditions, [record(3, 1.1)]);
  expect(slow).toMatchObject({ outcome: "deviated" });
  expect(slow.changes[0]?.change).toBeCloseTo(0.1, 1);
});

test("that there was one run only is said; that there were several needs no saying", () => {
  expect(compareLoads(baseline, conditions, [record(2)]).notes.join()).toContain("save the baseline several times");
  const twice = withRun(baseline, conditions, record(2));
  expect(compareLoads(twice, conditions, [record(3)])).toMatchObject({ notes: [], runs: { baseline: 2, now: 1 } });
});

test("a generator that fell behind makes it inconclusive, whatever the numbers say", () => {
  const slow = record(3, 1.1);
  const behind = { ...slow, generator: { ...slow.generator, behind: "the load generator fell behind" } };
  const compared = compareLoads(baseline, conditions, [behind]);
  expect(compared.outcome).toBe("inconclusive");
  expect(compared.notes[0]).toBe("the load generator fell behind");
});

test("slow on a machine that was busy all the time is no regression", () => {
  const { outcome, changes, notes } = compareLoads(baseline, conditions, [record(3, 1.1, 20)]);
  expect(outcome).toBe("inconclusive");
  expect(changes[0]?.observed).toContain("quiet");
  expect(notes[0]).toContain("late in 8 of 8 stretches of this load");
});

test("one busy run among several is left out", () => {
  const runs = [record(1), record(2, 1.5, 20), record(3)];
  const { outcome, runs: used, notes } = compareLoads({ ...baseline, runs }, conditions, [record(4)]);
  expect(outcome).toBe("held");
  expect(used).toEqual({ baseline: 2, now: 1 });
  expect(notes.join("\n")).toContain("1 of 3 runs of the baseline are left out");
});

test("a baseline keeps its newest runs", () => {
  let kept = baseline;
  for (let seed = 2; seed <= mostRuns + 2; seed++) kept = withRun(kept, conditions, record(seed));
  expect(kept.runs).toHaveLength(mostRuns);
  expect(kept.runs.at(-1)).toEqual(record(mostRuns + 2));
});

test("what measured something else is refused, and what differs is said", () => {
  const other: Conditions = { ...conditions, asks: { ...conditions.asks, rate: 120 }, target: "http://127.0.0.1:1" };
  const refused = (): unknown => compareLoads(baseline, other, [record(2)]);
  expect(refused).toThrow(FiredrillError);
  expect(refused).toThrow("rate: 100 then, 120 now\n  target: the sandbox, as processes then, http://127.0.0.1:1 now");
  expect(() => withRun(baseline, other, record(2))).toThrow("rate: 100 then");
});

test.each<[string, Partial<Conditions>, string[]]>([
  ["another profile", { profile: "light" }, ["profile: steady then, light now"]],
  ["users in place of a rate", { asks: { connections: 5 } }, ["rate: 100 then, nothing now"]],
  ["another mix", { asks: { ...conditions.asks, requests: [] } }, ["requests.0:"]],
  ["another machine", { machine: { ...conditions.machine, cores: 8 } }, ["machine.cores: 2 then, 8 now"]],
  ["another title", { asks: { ...conditions.asks, title: "A day" } }, []],
  ["another version", { versions: { node: "22.0.0" } }, []],
])("%s: %j", (_, change, expected) => {
  const found = differencesOf(conditions, { ...conditions, ...change });
  expect(found.length > 0).toBe(expected.length > 0);
  for (const [n, text] of expected.entries()) expect(found[n]).toContain(text);
});

test("versions and the time that a load takes are said, and may differ", () => {
  const later = { ...conditions, asks: { ...conditions.asks, duration: "1m" }, versions: { node: "22.0.0" } };
  expect(asidesOf(conditions, later)).toEqual([
    "duration: nothing then, 1m now",
    "version.node: 20.19.0 then, 22.0.0 now",
  ]);
  expect(asidesOf(conditions, conditions)).toEqual([]);
  expect(thisMachine().cores).toBeGreaterThan(0);
});

test.each<[string, Partial<LoadRecord>]>([
  ["ended before its time", { stopped: "interrupted" }],
  ["fell behind", { generator: { ...record(1).generator, behind: "the load generator fell behind" } }],
  ["less than 5 seconds", { spans: { seconds: 1, latency: [], lateMs: [] } }],
])("a run that is no measure is not saved: %s", (why, change) => {
  expect(() => withRun(undefined, conditions, { ...record(1), ...change })).toThrow(why);
});

test.each([
  ["main.json:2:13", "expected schema 1", (text: string) => text.replace('"schema": 1', '"schema": 2')],
  ["main.json:20:16", "expected a number", (text: string) => text.replace('"cores": 2', '"cores": "two"')],
  ["main.json:26:11", "at least one run", (text: string) => text.replace(/"runs": \[[^]*\]\n\}/, '"runs": []\n}')],
  ["main.json:70:22", "this is no HdrHistogram", (text: string) => text.replace(/"latency": ".{20}/, '"latency": "')],
])("what is wrong with a baseline is said with its place: %s %s", (place, message, spoil) => {
  const spoiled = (): unknown => readBaseline("main.json", spoil(writeBaseline(baseline)));
  expect(spoiled).toThrow(message);
  expect(spoiled).toThrow(place);
});

test.each<[string, string, (run: LoadRecord) => Partial<LoadRecord>]>([
  ["main.json:27:5", "`spans` is missing", () => ({ spans: undefined as never })],
  ["latency", "expected one for each of 8 spans, got 7", ({ spans }) => ({ spans: shorter(spans) })],
  ["timeline", "expected all of 8 seconds, and there are 7", (run) => ({ timeline: run.timeline.slice(1) })],
  ["sent", "700 completed + 0 failed + 0 lost, got 800", ({ count }) => ({ count: { ...count, completed: 700 } })],
  ["sent", "expected what its routes sent: 0, got 800", () => ({ routes: [] })],
  ["spans", "expected a load of at least 5 spans, got 4", shortest],
])("a run that does not add up has its place, too: %s %s", (at, message, change) => {
  const run = record(1);
  const spoiled = (): unknown =>
    readBaseline("main.json", writeBaseline({ ...baseline, runs: [{ ...run, ...change(run) }] }));
  expect(spoiled).toThrow(new RegExp(`main.json:\\d+:\\d+: .*${message.replaceAll("+", "\\+")}`));
  expect(spoiled).toThrow(at);
});

function shorter(spans: LoadRecord["spans"]): NonNullable<LoadRecord["spans"]> {
  if (!spans) throw new Error("no spans");
  return { ...spans, latency: spans.latency.slice(1) };
}

function shortest({ timeline }: LoadRecord): Partial<LoadRecord> {
  return { seconds: 4, timeline: timeline.slice(4) };
}

test("a baseline that was cut off is called JSON, and so is one with a slip; whole ones are read", () => {
  const whole = writeBaseline(baseline);
  const cut = (): unknown => readBaseline("main.json", whole.slice(0, whole.indexOf('"cores"')));
  expect(cut).toThrow(/main.json:20:7: not valid JSON: it is cut off here/);
  expect(() => readBaseline("main.json", whole.replace('"cores": 2', '"cores" 2'))).toThrow(
    /main.json:20:\d+: not valid JSON; save/,
  );
  expect(() => readBaseline("main.json", "")).toThrow("main.json:1:1: not valid JSON");
  expect(readBaseline("main.json", whole)).toEqual(baseline);
});

test("a baseline is saved as a file beside the profiles, and found again by its name", async () => {
  const directory = await mkdtemp(join(tmpdir(), "baselines-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = baselinePath(directory, "main");
  expect(path).toBe(join(directory, "load", "baselines", "main.json"));
  expect(await findBaseline(path)).toBeUndefined();
  await saveBaseline(path, baseline);
  expect(await openBaseline(path)).toEqual(baseline);
  expect(await readdir(dirname(path))).toEqual(["main.json"]);
  await expect(openBaseline(baselinePath(directory, "mian"))).rejects.toThrow("did you mean `main`?");
  expect(() => baselinePath(directory, "../main")).toThrow("is no name for a baseline");
});
