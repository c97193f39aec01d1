import { expect, test } from "vitest";
import type { Drill } from "../../../sandbox/drill/drill.ts";
import { drawProgress } from "../../../sandbox/report/progress-lines.ts";
import { progressView } from "../../../sandbox/report/progress.ts";
import type { DrillState } from "../../../sandbox/report/progress.ts";
import { held } from "./verdicts.ts";

const drillOf = (name: string): Drill => ({
  name,
  title: name,
  load: "steady",
  fault: { kind: "http-error", ratio: 1 },
  expect: { others: "none" },
});
const phase = (name: "boot" | "collect" | "fault") => ({ what: "phase", phase: name, at: 0 }) as const;

/** A view of some drills, what it wrote, and a clock that goes on by hand. */
function open(names: readonly string[], live: boolean, rows = 24) {
  let written = "";
  let now = 0;
  const drills = names.map(drillOf);
  const screen = { columns: 80, rows, live, write: (text: string) => void (written += text) };
  const view = progressView(drills, screen, () => now);
  return {
    view,
    drills,
    written: () => written,
    /** What stands on the terminal after the last erasure. */
    screen: () => written.split("\u001B[0J").at(-1)?.trimEnd().split("\n") ?? [],
    pass: (ms: number) => void (now += ms),
  };
}

test("on a terminal each drill has a line with its seconds, and the whole has a bar", () => {
  const { view, drills, screen, pass } = open(["a", "long-name"], true);
  view.event(drills[0]!, phase("boot"));
  pass(3_400);
  view.event(drills[0]!, phase("fault"));
  expect(screen()).toEqual([
    "  3 s  a          fault on",
    "       long-name  waiting",
    `${"█".repeat(5)}${"░".repeat(19)}  0 of 2 done, 1 running, 3 s`,
  ]);
  view.ended(drills[0]!, held);
  expect(screen()[0]).toBe("       a          held in 11.4 s");
  expect(screen()[2]).toContain("1 of 2 done, 0 running");
  view.close();
  expect(screen()).toEqual([""]);
});

test("twin: what deviated is counted as such", () => {
  const { view, drills, screen } = open(["a", "b"], true);
  view.ended(drills[0]!, { ...held, outcome: "deviated" });
  expect(screen()[2]).toContain("1 of 2 done, 1 deviated, 0 running");
  view.close();
});

test("without a terminal each change is a line, and nothing moves the cursor", () => {
  const { view, drills, written, pass } = open(["a", "b"], false);
  view.event(drills[0]!, phase("boot"));
  pass(12_340);
  view.event(drills[0]!, { what: "seen", alert: "X", state: "firing", at: 0 });
  view.ended(drills[0]!, held);
  view.close();
  expect(written()).toBe("  0.0 s  a  booting\n 12.3 s  a  X firing\n 12.3 s  a  held in 11.4 s (1 of 2 done)\n");
});

test("where nothing is broken, no fault is said to be on", () => {
  const { view, drills, written } = open(["a"], false);
  const { fault: _fault, ...quiet } = drills[0]!;
  view.event(quiet, phase("fault"));
  expect(written()).toBe("  0.0 s  a  watching\n");
});

test("of many drills a log is told what begins and ends, and no more", () => {
  const { view, drills, written } = open(["a", "b", "c", "d"], false);
  for (const name of ["boot", "fault", "collect"] as const) view.event(drills[3]!, phase(name));
  view.event(drills[3]!, { what: "seen", alert: "X", state: "firing", at: 0 });
  view.ended(drills[3]!, held);
  expect(written().match(/d {2}.*/g)).toEqual(["d  booting", "d  fault on", "d  held in 11.4 s (1 of 4 done)"]);
});

test("more drills than rows: those that run are shown, then those that ended last, never more than there is room for", () => {
  const states = Array.from({ length: 25 }, (_, index): DrillState => {
    const name = `drill-${index}`;
    if (index < 10) return { name, says: "held", share: 1, began: 0, ended: { at: index, outcome: "held" } };
    return index < 14 ? { name, says: "fault on", share: 0.5, began: 0 } : { name, says: "waiting", share: 0 };
  });
  const lines = drawProgress(states, { columns: 40, rows: 8 }, { began: 0, now: 9_000 });
  expect(lines).toHaveLength(7);
  expect(lines.slice(0, 6).map((line) => /drill-\d+/.exec(line)?.[0])).toEqual([
    "drill-8",
    "drill-9",
    "drill-10",
    "drill-11",
    "drill-12",
    "drill-13",
  ]);
  expect(drawProgress(states, { columns: 80, rows: 8 }, { began: 0, now: 9_000 }).at(-1)).toContain(
    "10 of 25 done, 4 running, 9 s",
  );
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(40);
  expect(drawProgress(states, { columns: 80, rows: 30 }, { began: 0, now: 0 })).toHaveLength(26);
  expect(drawProgress(states, { columns: 80, rows: 1 }, { began: 0, now: 0 })).toHaveLength(2);
});

test("when interrupted the lines stay as they stand, and no more are drawn over what is said then", () => {
  const { view, drills, written } = open(["a", "b"], true);
  view.event(drills[0]!, phase("boot"));
  const before = written();
  view.close({ keep: true });
  view.event(drills[0]!, phase("collect"));
  view.close();
  expect(written()).toBe(before);
});
