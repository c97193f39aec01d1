import { expect, test } from "vitest";
import type { EventOf, Journal } from "../../../sandbox/drill/journal.ts";
import { judge } from "../../../sandbox/drill/judge.ts";
import type { Finding } from "../../../sandbox/drill/verdict.ts";
import { recorded } from "../../helpers/journals/recorded.ts";

type Restored = Omit<EventOf<"restored">, "what" | "at">;

const errors: Restored = { alert: "HighErrorRate", sign: ">", threshold: 0.05, before: 0, after: 0, active: false };
const memory: Restored = { ...errors, alert: "HighMemoryUsage", threshold: 85, before: 38, after: 47 };
const traffic: Restored = { ...errors, alert: "TrafficDropped", sign: "<", threshold: 1, before: 100, after: 97 };

/** A recorded drill as one of its fault alone, with these measurements at its end. */
function faultAlone(...restored: readonly Restored[]): Journal {
  const journal = recorded("one-in-five");
  const { alert: _alert, ...drill } = journal.drill;
  const at = journal.events.at(-1)?.at ?? 0;
  const others = { firing: ["HighErrorRate"], notified: ["HighErrorRate"] };
  const measured = restored.map((one) => ({ what: "restored" as const, at, ...one }));
  return { ...journal, drill: { ...drill, expect: { others } }, events: [...journal.events, ...measured] };
}

function said(...restored: readonly Restored[]): Finding | undefined {
  return judge(faultAlone(...restored)).findings.find(({ what }) => what.startsWith("the same steady state"));
}

test("what wavers by less than a seventh of itself or of the threshold is the same", () => {
  expect(said(errors, memory, traffic)?.outcome).toBe("held");
});

test("what never happened is not counted, and is zero once it is over", () => {
  expect(said({ ...errors, before: null })?.outcome).toBe("held");
  expect(said({ ...errors, after: null })?.outcome).toBe("held");
  expect(said({ ...errors, before: null, after: 0.001 })?.outcome).toBe("deviated");
});

test.each([
  ["memory that is not given back", { ...memory, after: 90 }, "HighMemoryUsage measures 90 (before: 38)"],
  ["errors that go on", { ...errors, after: 0.02 }, "HighErrorRate measures 0.02 (before: 0)"],
  ["traffic that does not come back", { ...traffic, after: 50 }, "TrafficDropped measures 50 (before: 100)"],
  ["a series that is gone", { ...memory, after: null }, "HighMemoryUsage measures nothing (before: 38)"],
  [
    "an alert that still fires",
    { ...errors, active: true },
    "HighErrorRate measures 0 (before: 0), and is still active",
  ],
])("%s deviates, and only that is named", (_, changed, observed) => {
  const rest = [errors, memory, traffic].filter(({ alert }) => alert !== changed.alert);
  expect(said(...rest, changed)).toMatchObject({ outcome: "deviated", observed });
});

test("what was never measured afterwards is inconclusive", () => {
  expect(said()?.outcome).toBe("inconclusive");
});

test("of a drill that has an alert under test it is not asked", () => {
  const { findings } = judge(recorded("one-in-five"));
  expect(findings.filter(({ what }) => what.startsWith("the same steady state"))).toEqual([]);
});
