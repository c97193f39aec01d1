import { expect, test } from "vitest";
import type { Drill } from "../../../sandbox/drill/drill.ts";
import { readFixtures } from "../../../sandbox/drill/read/fixtures.ts";
import { goalsOfFault, goalsOfLift } from "../../../sandbox/drill/play/goals.ts";
import { makePlan } from "../../../sandbox/drill/plan/make-plan.ts";
import type { Sight } from "../../../sandbox/drill/play/watcher.ts";
import { projectFixtures } from "../../helpers/fixtures.ts";

const fixtures = await readFixtures(projectFixtures);
const drill: Drill = {
  name: "d",
  title: "D",
  alert: "HighErrorRate",
  load: "steady",
  fault: { kind: "http-error", ratio: 0.2 },
  expect: {
    pending: { within: "3m" },
    firing: { within: "9m" },
    delivered: { to: ["slack", "email"], within: "10m" },
    resolved: { within: "8m" },
    "resolved-notice": { within: "14m" },
    others: { firing: ["LowAvailability"], notified: ["LowAvailability"] },
  },
};
const plan = makePlan(drill, fixtures, 120, "process");
const onset = { at: 1_000_000, bracketMs: 20 };

const nothing: Sight = { active: new Map(), pended: new Set(), fired: new Set(), delivered: [] };
const told = (
  receiver: string,
  status: "firing" | "resolved",
  alert = "HighErrorRate",
): Sight["delivered"][number] => ({
  id: 1,
  at: 0,
  kind: receiver,
  receiver,
  alerts: [{ alert, status, fingerprint: "f" }],
  body: null,
});
const open = (goals: ReturnType<typeof goalsOfFault>, sight: Partial<Sight>): string[] =>
  goals.filter((goal) => !goal.reached({ ...nothing, ...sight })).map(({ what }) => what);

test("a fault is kept until everything expected of it was seen", () => {
  const goals = goalsOfFault(drill, plan, onset);
  const all = [
    "HighErrorRate pending",
    "HighErrorRate firing",
    "slack told",
    "email told",
    "LowAvailability firing",
    "anybody told of LowAvailability",
  ];
  expect(open(goals, {})).toEqual(all);
  const seen = {
    pended: new Set(["HighErrorRate"]),
    fired: new Set(["HighErrorRate", "LowAvailability"]),
    delivered: [told("slack", "firing"), told("email", "firing"), told("slack", "firing", "LowAvailability")],
  };
  expect(open(goals, seen)).toEqual([]);
  expect(open(goals, { ...seen, delivered: [told("slack", "firing")] })).toEqual([
    "email told",
    "anybody told of LowAvailability",
  ]);
});

test("what it makes slow is waited for as well", () => {
  const [quick] = goalsOfFault(drill, plan, onset);
  const [slow] = goalsOfFault(drill, plan, { ...onset, delayMs: 1500 });
  expect((slow?.deadline ?? 0) - (quick?.deadline ?? 0)).toBe(1500);
});

test("and no longer than its bound, a scrape, an evaluation, the bracket and half a second", () => {
  const [pending, firing] = goalsOfFault(drill, plan, onset);
  expect(pending?.deadline).toBe(1_000_000 + 20 + 500 + (180_000 + 45_000) / 120);
  expect(firing?.deadline).toBe(1_000_000 + 20 + 500 + (540_000 + 45_000) / 120);
});

test("being told stays told, whatever follows; being told of the end is the last word", () => {
  const over = {
    delivered: [told("slack", "firing"), told("email", "firing"), told("slack", "resolved"), told("email", "resolved")],
  };
  expect(open(goalsOfFault(drill, plan, onset), over)).not.toContain("slack told");
  const notice = "those told of HighErrorRate told that it is resolved";
  expect(open(goalsOfLift(drill, plan, onset), over)).toEqual([]);
  expect(open(goalsOfLift(drill, plan, onset), { delivered: [...over.delivered, told("slack", "firing")] })).toEqual([
    notice,
  ]);
  expect(open(goalsOfLift(drill, plan, onset), { delivered: over.delivered.slice(0, 3) })).toEqual([notice]);
  expect(open(goalsOfLift(drill, plan, onset), {})).toEqual([notice]);
});

test("resolved is what is neither pending nor firing", () => {
  const state = (is: "pending" | "firing") =>
    open(goalsOfLift(drill, plan, onset), { active: new Map([["HighErrorRate", is]]) });
  expect(state("pending")).toContain("HighErrorRate resolved");
  expect(state("firing")).toContain("HighErrorRate resolved");
  expect(open(goalsOfLift(drill, plan, onset), { active: new Map([["LowAvailability", "firing"]]) })).not.toContain(
    "HighErrorRate resolved",
  );
});

test("a drill without an alert waits for others alone", () => {
  const { alert: _, ...quiet } = { ...drill, expect: { others: "none" as const } };
  expect(goalsOfFault(quiet, plan, onset)).toEqual([]);
  expect(goalsOfLift(quiet, plan, onset)).toEqual([]);
});
