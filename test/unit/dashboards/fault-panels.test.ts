import { expect, test } from "vitest";
import { colourOf, isBad } from "../../../sandbox/dashboards/colour.ts";
import type { ReadPanel } from "../../../sandbox/dashboards/dashboard-file.ts";
import { checkFaultTable, readFaultTable } from "../../../sandbox/dashboards/fault-panels.ts";
import type { FaultPanels } from "../../../sandbox/dashboards/fault-panels.ts";
import { badIn, missedOf, unexpectedOf } from "../../../sandbox/dashboards/seen-panels.ts";
import type { Seen } from "../../../sandbox/dashboards/seen-panels.ts";
import { parseFault } from "../../../sandbox/fault/parse.ts";
import { projectDashboards, projectFaultTable } from "../../helpers/dashboards.ts";

const dashboards = projectDashboards();
const table = projectFaultTable();
const [first] = table.faults;

test("of every panel it is said which fault it shows, or why none", () => {
  expect(checkFaultTable(table, dashboards)).toEqual([]);
  for (const { fault } of table.faults) expect(parseFault(fault)).toHaveProperty("fault");
});

test.each([
  [{ ...table, machine: [] }, "of node/Received it is not said which fault it shows"],
  [{ ...table, machine: [...table.machine, "overview/Cpu"] }, "no panel overview/Cpu; did you mean `overview/CPU`?"],
  [
    { ...table, machine: [...table.machine, "overview/Memory"] },
    "overview/Memory is shown by a fault, and said not to be",
  ],
  [{ ...table, faults: table.faults.slice(1) }, "of overview/Errors by route it is not said"],
  [
    { ...table, faults: [...table.faults, { fault: "x", turns: ["slo/Objective"], rises: [], falls: [], may: [] }] },
    "slo/Objective has no colour that calls for somebody",
  ],
])("what is wrong with a table is found (%#)", (wrong, said) => {
  expect(checkFaultTable(wrong, dashboards).join("\n")).toContain(said);
});

test("a mistake in faults.yml has its place", () => {
  expect(readFaultTable("faults.yml", "faults:\n  - { fault: a, turn: [] }\n").problems).toMatchObject([
    { line: 2, message: expect.stringContaining("did you mean `turns`?") as unknown },
  ]);
  expect(first?.turns).toContain("overview/Error rate");
});

const steps = [
  { value: null, color: "green" },
  { value: 0.5, color: "yellow" },
  { value: 1, color: "red" },
];
const below = {
  steps: [
    { value: null, color: "red" },
    { value: 1, color: "green" },
  ],
};

test("a value has the colour of the last step that it reaches", () => {
  expect([0, 0.5, 0.99, 1, 7].map((value) => colourOf({ steps }, value))).toEqual([
    "green",
    "yellow",
    "yellow",
    "red",
    "red",
  ]);
  expect([0, 1].map((value) => isBad(below, value))).toEqual([true, false]);
  expect(isBad(below, NaN)).toBe(false);
  expect(colourOf({ steps: [] }, 1)).toBeUndefined();
});

/** Panels of one expression, by name, with the values of their series. */
const seen = (panels: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>): Seen =>
  Object.entries(panels).map(([name, series]) => ({
    name,
    panel: { steps } as unknown as ReadPanel,
    values: [new Map(Object.entries(series))],
  }));
const none: FaultPanels = { fault: "f", turns: [], rises: [], falls: [], may: [] };
const free = { faults: [], keep: [], machine: [], still: {} };

test("a panel turns when a series stands out that did not, at any time since the fault", () => {
  const before = seen({ a: { x: [2], y: [0] }, b: { x: [0] } });
  const turned = seen({ a: { x: [2], y: [0, 1, 0] }, b: { x: [0, 0.9] } });
  const earlier = { well: before, before };
  expect(badIn(before)).toEqual(new Set(["a"]));
  expect(missedOf(free, { ...none, turns: ["a"] }, earlier, turned)).toEqual([]);
  expect(missedOf(free, { ...none, turns: ["a", "b"] }, earlier, turned)).toEqual(["b did not turn"]);
  expect(missedOf(free, { ...none, turns: ["a"] }, earlier, before)).toEqual(["a did not turn"]);
  expect(missedOf({ ...free, keep: ["a"] }, { ...none, turns: ["a"] }, earlier, before)).toEqual([]);
  expect(unexpectedOf(free, none, before, turned)).toEqual(["a"]);
  expect(unexpectedOf(free, { ...none, may: ["a"] }, before, turned)).toEqual([]);
  expect(unexpectedOf({ ...free, machine: ["a"] }, none, before, turned)).toEqual([]);
});

test("a panel rises to more than twice, and falls to less than half, of what it was while all was well", () => {
  const earlier = { well: seen({ a: { x: [4], y: [10] } }), before: seen({ a: { x: [0], y: [0] } }) };
  const missed = (values: Readonly<Record<string, readonly number[]>>) =>
    missedOf(free, { ...none, rises: ["a"], falls: ["a"] }, earlier, seen({ a: values }));
  expect(missed({ x: [4], y: [21, 3] })).toEqual([]);
  expect(missed({ x: [4], y: [20] })).toEqual(["a did not rise", "a did not fall"]);
  expect(missed({ x: [6, 1], y: [6, 1] })).toEqual(["a did not rise"]);
  expect(missed({ z: [21] })).toEqual(["a did not fall"]);
  expect(missed({})).toEqual(["a did not rise"]);
});
