import { expect, test } from "vitest";
import type { Objectives } from "../../../load/objectives.ts";
import type { LoadProfile } from "../../../load/profile.ts";
import { budgetWatch } from "../../../sandbox/drill/load/budget-watch.ts";
import { newHistogram } from "../../../load/drive/histogram.ts";
import { counted } from "../../helpers/load-record.ts";

const mix = { title: "T", requests: [{ method: "GET" as const, path: "/", weight: 1 }] };
const even: LoadProfile = { ...mix, rate: 100, duration: "10s" };
const objectives: Objectives = {
  period: "30d",
  objectives: [{ name: "availability", objective: 0.99, client: { answered: true } }],
  thresholds: [],
};
const target = new URL("http://127.0.0.1:8080");
const after = (seconds: number, count = counted(seconds * 100)) => ({ seconds, count, latency: newHistogram() });

test("what was spent is a share of what may fail in the whole load, and where that is lost the load ends", () => {
  const watch = budgetWatch(objectives, even, target);
  expect(watch.spent()).toEqual([]);
  expect(watch.stop(after(5, counted(500, { closed: 5 })))).toBeNull();
  expect(watch.spent()).toEqual([{ name: "availability", spent: expect.closeTo(0.5) }]);
  expect(watch.stop(after(6, counted(600, { closed: 60 })))).toMatch(
    /^availability can't be 99 % any more: of the first 600 requests /,
  );
});

test("of ramps what is due is reckoned, of users it is as many as they come to", () => {
  const ramps: LoadProfile = { ...mix, from: 100, stages: [{ duration: "10s", rate: 300 }] };
  const users: LoadProfile = { ...mix, connections: 10, duration: "20s" };
  const spentOf = (profile: LoadProfile) => {
    const watch = budgetWatch(objectives, profile, target);
    watch.stop(after(5, counted(500, { closed: 5 })));
    return watch.spent()[0]?.spent;
  };
  expect(spentOf(ramps)).toBeCloseTo(5 / 20);
  expect(spentOf(users)).toBeCloseTo(5 / 20);
});

test("a target that refuses every connection ends the load by its name; twin: one that answered once does not", () => {
  const lenient = { ...objectives, objectives: [] };
  const refused = counted(100, { connection: 97 }, { lost: 3 });
  expect(budgetWatch(lenient, even, target).stop(after(1, refused))).toBe(
    "nobody listens at 127.0.0.1:8080: all of 97 connections were refused",
  );
  expect(budgetWatch(lenient, even, target).stop(after(1, counted(100, { connection: 97 }, { lost: 2 })))).toBeNull();
  expect(budgetWatch(lenient, even, target).stop(after(1))).toBeNull();
});
