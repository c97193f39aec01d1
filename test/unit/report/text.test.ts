import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { renderText } from "../../../sandbox/report/text.ts";
import { deviated, held, hopeless, inconclusive, stuck } from "./verdicts.ts";

const plain = { columns: 80, colour: false };
const lines = (text: string, name: string): string => text.split("\n").find((line) => line.startsWith(name)) ?? "";

test("a drill that held, as people read it", () => {
  expect(`\n${renderText([held], plain)}`).toMatchInlineSnapshot(`
    "
    held  HighErrorRate · One request in five fails
               0m        2m         4m        6m        8m        10m        12m
    fault      ├────────────────────────────────────┤
    pending           ░░░░░░░░░░░░░░░░░░░░░░░░░░░
    firing                                       ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓
    slack                                          ●                          ○
    email                                          ●                          ○
    pagerduty                                      ●                          ○
    11.4 s · factor 120, limited by the scrape interval of bailbondpro-api ·
    process, prometheus 3.5.3, alertmanager 0.33.1 · predicted on the original rule:
    pending 1m15s, firing 6m15s, resolved 4m45s after the fault · load 99.8 of 100
    requests per second

    1 drill: 1 held
    "
  `);
});

test("each mark stands in the column of its time", () => {
  const text = renderText([held], plain);
  const [fault, pending, firing] = ["fault", "pending", "firing"].map((name) => lines(text, name));
  expect(lines(text, "  ").indexOf("0m")).toBe(fault!.indexOf("├"));
  expect(pending!.indexOf("░")).toBeGreaterThan(fault!.indexOf("├"));
  expect(firing!.indexOf("▓")).toBe(pending!.lastIndexOf("░") + 1);
  expect(firing!.lastIndexOf("▓")).toBeLessThan(lines(text, "slack").indexOf("○"));
  expect(lines(text, "slack").indexOf("●")).toBe(fault!.indexOf("┤") - 1); // two seconds apart
});

test("twin: what goes on at the end has no end, and nobody was told of one", () => {
  const text = renderText([stuck], plain);
  expect(lines(text, "fault")).not.toContain("┤");
  expect(lines(text, "firing")).toHaveLength(80);
  expect(text).not.toContain("○");
});

test.each([60, 80, 120, 200])("no line is longer than %i columns", (columns) => {
  const text = renderText([held, deviated, inconclusive, stuck, hopeless], { columns, colour: false, all: true });
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
  expect(text).not.toMatch(/ $/m);
});

test("what deviated says so and why, and never that it held", () => {
  const text = renderText([deviated], plain);
  expect(text).toMatch(/^deviated {2}HighErrorRate · Too tight a bound/);
  expect(text).toContain("✗ HighErrorRate firing within 5m: firing at 6m32s ± 46s");
  expect(text).not.toContain("held");
  expect(text).not.toContain("HighErrorRate pending within 3m");
});

test("with all findings asked for, those that held are there too", () => {
  expect(renderText([deviated], { ...plain, all: true })).toContain("✓ HighErrorRate pending within 3m");
});

test("in brief, what held is a line each above what did not, which stays in full", () => {
  const text = renderText([held, deviated, { ...held, timeline: hopeless.timeline }], {
    ...plain,
    all: true,
    brief: true,
  });
  expect(text.split("\n").slice(0, 4)).toEqual([
    "held  HighErrorRate · One request in five fails (firing at 6m32s, 11.4 s)",
    "held  HighErrorRate · One request in five fails (11.4 s)",
    "",
    expect.stringMatching(/^deviated {2}/),
  ]);
  expect(text).toContain("✓ HighErrorRate pending within 3m");
  expect(text.match(/├/g)).toHaveLength(1);
  expect(text.trimEnd().split("\n").at(-1)).toBe("3 drills: 2 held, 1 deviated");
});

test("twin: in brief, what did not hold reads as ever", () => {
  const all = { ...plain, all: true };
  expect(renderText([deviated, inconclusive], { ...all, brief: true })).toBe(renderText([deviated, inconclusive], all));
});

test("nothing in a verdict moves the cursor", () => {
  expect(renderText([deviated], plain)).not.toMatch(/(?!\n)\p{Cc}/u);
});

test("a drill without a boot has no timeline, and says why", () => {
  const text = renderText([hopeless], plain);
  expect(text).not.toMatch(/[├░▓●]/);
  expect(text).toContain("✗ HighErrorRate can fire: can never fire: nothing exports error_rate");
});

test("a fault that nothing was seen of has its bar alone", () => {
  const text = renderText([inconclusive], plain);
  expect(lines(text, "fault")).toContain("┤");
  expect(text).not.toMatch(/[░▓●]/);
  expect(text).toContain("? the fault took effect: no sample showed it in 2m");
});

test.each([
  [[held, held], "2 drills: 2 held"],
  [[held, deviated, inconclusive], "3 drills: 1 held, 1 deviated, 1 inconclusive"],
  [[held], "1 drill: 1 held"],
  [[], "inconclusive: there was no drill"],
])("the last line sums up %#", (verdicts, last) => {
  expect(renderText(verdicts, plain).trimEnd().split("\n").at(-1)).toBe(last);
});

test("colour is there when asked for, and changes nothing else", () => {
  const coloured = renderText([held, deviated], { ...plain, colour: true });
  expect(coloured).toContain("\u001b[31m");
  expect(stripVTControlCharacters(coloured)).toBe(renderText([held, deviated], plain));
  expect(renderText([held], plain)).not.toContain("\u001b");
});

test("without unicode, all that is drawn is ASCII", () => {
  expect(renderText([held], { ...plain, unicode: false })).toMatch(/^[\n -~]*$/);
});

test("another alert that fired has a row: how long it was pending, then how long it fired", () => {
  const busy = { alert: "Busy", pending: 100, firing: 300, resolved: 500 };
  const row = renderText([{ ...held, alert: null, timeline: { ...held.timeline, others: [busy] } }], plain)
    .split("\n")
    .find((line) => line.startsWith("Busy"));
  expect(row).toMatch(/^Busy +░+▓+$/);
  expect(renderText([held], plain)).not.toContain("Busy");
});

test("other alerts' notices are not this alert's", () => {
  const other = { receiver: "oncall", status: "firing", at: 300, alert: "Other" } as const;
  const verdict = { ...held, timeline: { ...held.timeline, deliveries: [...held.timeline.deliveries, other] } };
  expect(renderText([verdict], plain)).toBe(renderText([held], plain));
  expect(renderText([{ ...verdict, alert: null }], plain)).toContain("oncall");
});
