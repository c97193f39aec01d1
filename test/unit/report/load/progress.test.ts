import { expect, test } from "vitest";
import type { LoadSecond } from "../../../../load/record.ts";
import { loadView } from "../../../../sandbox/report/load/progress.ts";

const latencyMs = { p50: 3.21, p95: 12.34, p99: 140.2, max: 700 };
const second = (number: number, changes: Partial<LoadSecond> = {}): LoadSecond => ({
  second: number,
  due: 100,
  sent: 100,
  completed: 99,
  failed: 1,
  answered: 100,
  latencyMs,
  ...changes,
});
const budgets = [
  { name: "answered", spent: 0.123 },
  { name: "fast", spent: 2 },
];

/** A view, what it wrote, and a clock that goes on by hand. */
function open(live: boolean, columns = 100) {
  let written = "";
  let now = 0;
  const screen = { columns, rows: 24, live, write: (text: string) => void (written += text) };
  return {
    view: loadView("steady", screen, () => now),
    written: () => written,
    /** What stands on the terminal after the last erasure. */
    screen: () => written.split("\u001B[0J").at(-1)?.trimEnd().split("\n") ?? [],
    pass: (ms: number) => void (now += ms),
  };
}

test("on a terminal a load has its progress, the last second's rate and percentiles, errors and budget so far", () => {
  const { view, screen, pass } = open(true);
  view.says("booting");
  expect(screen()).toEqual(["  0 s  steady  booting"]);
  pass(4_000);
  view.says("under load", 10);
  for (const number of [0, 1]) view.second(second(number), budgets);
  expect(screen()).toEqual([
    `  4 s  steady  under load  ${"█".repeat(4)}${"░".repeat(20)} 2 of 10 s`,
    "       rate    100 per second",
    "       latency p50 3.21  p95 12.3  p99 140 ms",
    "       errors  2 of 200 (1 %)",
    "       budget  of this run answered 12 %, fast 200 %",
  ]);
  view.close();
  expect(screen()).toEqual([""]);
});

test("what was due and not sent is said, and so is a second without an answer", () => {
  const { view, screen } = open(true);
  view.says("under load", 10);
  view.second(second(0, { sent: 7, completed: 0, failed: 7, latencyMs: null }), []);
  expect(screen().slice(1)).toEqual([
    "       rate    7 per second, 100 were due",
    "       latency no answers",
    "       errors  7 of 7 (100 %)",
  ]);
  view.close();
});

test("each trial counts anew", () => {
  const { view, screen } = open(true);
  view.says("100 per second", 10);
  view.second(second(0), budgets);
  view.says("200 per second", 10);
  expect(screen()).toEqual(["  0 s  steady  200 per second"]);
  view.close();
});

test("no line is longer than the terminal", () => {
  const { view, screen } = open(true, 30);
  view.says("under load", 10);
  view.second(second(0), budgets);
  expect(Math.max(...screen().map((line) => line.length))).toBeLessThanOrEqual(29);
  view.close();
});

test("without a terminal every fifth second is a line, and nothing moves the cursor", () => {
  const { view, written, pass } = open(false);
  view.says("under load", 10);
  for (let number = 0; number < 10; number++) {
    pass(1_000);
    view.second(second(number), budgets);
  }
  view.close();
  const told = "rate 100 per second, latency p50 3.21 p95 12.3 p99 140 ms";
  expect(written()).toBe(
    [
      "  0.0 s  under load",
      `  5.0 s  ${told}, errors 5 of 500 (1 %), budget of this run answered 12 %, fast 200 %`,
      ` 10.0 s  ${told}, errors 10 of 1000 (1 %), budget of this run answered 12 %, fast 200 %`,
      "",
    ].join("\n"),
  );
});
