import { expect, test } from "vitest";
import { judge } from "../../../sandbox/drill/judge.ts";
import type { JournalEvent } from "../../../sandbox/drill/journal.ts";
import type { Confirmation } from "../../../sandbox/prove/confirm.ts";
import { including, recorded, without } from "../../helpers/journals/recorded.ts";

const held = recorded("one-in-five");
const confirmed = (by: Confirmation): JournalEvent => ({ what: "confirmed", at: 0, by, test: "", rules: {} });
const saying = (by: Confirmation, journal = held) => judge(including(journal, confirmed(by)));
const finding = (by: Confirmation) => saying(by).findings.find(({ what }) => what.startsWith("promtool"));

test("promtool that agrees, and fails without the fault, is a finding that held and a note", () => {
  const agrees: Confirmation = { says: "agrees", claims: 8, failsHow: "without the fault" };
  expect(saying(agrees).outcome).toBe("held");
  expect(finding(agrees)).toMatchObject({
    outcome: "held",
    observed: "8 claims are true, and the test fails without the fault",
  });
  expect(saying(agrees).notes).toContain(
    "confirmed by promtool on the original rule: 8 claims are true, and the test fails without the fault",
  );
});

test("twin: one that disagrees makes the drill inconclusive, and both sides are shown", () => {
  const disagrees: Confirmation = { says: "disagrees", found: ["A is firing at 9m, but promtool has nothing"] };
  expect(saying(disagrees).outcome).toBe("inconclusive");
  expect(finding(disagrees)?.observed).toMatch(/^live, A is firing at 9m, but promtool has nothing \(by the clock of/);
  const missed = without(held, (event) => event.what === "delivery" && event.receiver === "pagerduty");
  expect(judge(missed).outcome).toBe("deviated");
  expect(saying(disagrees, missed).outcome).toBe("inconclusive");
});

test("twin: a test that nothing makes fail, or that could not be evaluated, confirms nothing", () => {
  for (const by of [
    { says: "agrees", claims: 1, failsHow: null },
    { says: "nothing", output: "exit status 1" },
  ] as const) {
    expect(saying(by).outcome).toBe("inconclusive");
    expect(saying(by).notes.join()).not.toContain("confirmed by promtool");
  }
});
