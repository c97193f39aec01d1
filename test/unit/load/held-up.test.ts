import { expect, test } from "vitest";
import { whatHeldItUp } from "../../../load/drive/behind.ts";

const idle = { due: 1000, late: 0, latestMs: 3, missed: 0, busy: 0.4, loopDelayMs: { p99: 2, max: 40 } };

test("a generator with time left was not what was measured", () => {
  expect(whatHeldItUp(idle)).toBeNull();
});

test.each([
  ["sent too many too late", { late: 60, latestMs: 300 }, /of 1000 requests 60 were more than 100 ms late/],
  ["did not send some", { missed: 1 }, /1 not at all/],
  ["was busy all the time", { busy: 0.97 }, /busy 97 % of the time/],
  ["was held up for long", { loopDelayMs: { p99: 3, max: 900 } }, /held up for 900 ms at worst/],
  ["was held up often", { loopDelayMs: { p99: 150, max: 200 } }, /p99 150 ms/],
])("one that %s was", (_name, what, said) => {
  expect(whatHeldItUp({ ...idle, ...what })).toMatch(said);
});

test("all reasons are said", () => {
  expect(whatHeldItUp({ ...idle, busy: 1, missed: 3 })?.split("; ")).toHaveLength(4);
});
