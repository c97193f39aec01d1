import { expect, test } from "vitest";
import { judge } from "../../../sandbox/drill/judge.ts";
import type { EventOf, Journal } from "../../../sandbox/drill/journal.ts";
import { renderTimeline } from "../../../sandbox/report/timeline.ts";
import { expecting, including, recorded, unpredicted, without } from "../../helpers/journals/recorded.ts";

const surge: EventOf<"surge"> = {
  what: "surge",
  load: "reporters",
  seconds: 5,
  completed: 250,
  failed: 0,
  latencyMs: { p50: 805.4, p95: 820.2, max: 900 },
  behind: null,
  at: 600,
};

/** A recorded drill as if a surge had made its alert fire. */
function surged(event: EventOf<"surge"> = surge): Journal {
  const journal = unpredicted(recorded("one-in-five"));
  return including({ ...journal, drill: { ...journal.drill, fault: { kind: "surge", load: "reporters" } } }, event);
}

const held = expecting(surged(), {
  pending: { within: "8m" },
  firing: { within: "12m" },
  delivered: { to: ["slack", "email", "pagerduty"], within: "13m" },
  resolved: { within: "12m" },
  "resolved-notice": { within: "18m" },
});

test("a drill whose surge made its alert fire holds, says how it went, and calls it a surge", () => {
  const verdict = judge(held);
  expect(verdict.findings.filter(({ outcome }) => outcome !== "held")).toEqual([]);
  expect(verdict.notes).toContain(
    "surge reporters: 50.0 answers per second, after 805 ms (median), 820 ms (p95), none failed",
  );
  const drawn = (of: typeof verdict) => renderTimeline(of, { columns: 80, colour: false, unicode: false })[1];
  expect(drawn(verdict)).toMatch(/^surge /);
  expect(drawn(judge(recorded("one-in-five")))).toMatch(/^fault /);
});

test("a surge that the generator could not keep up with is inconclusive, whatever fired or did not", () => {
  const doubted = (of: Journal) => judge(of).findings.filter(({ outcome }) => outcome === "inconclusive");
  const behind = "the load generator was held up for 900 ms at worst";
  const late = { ...held, events: held.events.map((one) => (one.what === "surge" ? { ...one, behind } : one)) };
  expect(judge(late).outcome).toBe("inconclusive");
  expect(doubted(late)).toEqual([
    { what: "the surge reporters was as much as it should be", outcome: "inconclusive", observed: behind },
  ]);
  const silent = without(late, ({ what }) => what === "alert" || what === "delivery");
  expect(judge(silent).outcome).toBe("inconclusive");
  expect(judge(without(held, ({ what }) => what === "alert" || what === "delivery")).outcome).toBe("deviated");
});

test("a surge that nothing showed is inconclusive", () => {
  const unseen = including(held, { what: "fault-not-seen", why: "no sample was more", at: 600 });
  expect(judge(unseen).findings[0]).toEqual({
    what: "the surge took effect",
    outcome: "inconclusive",
    observed: "no sample was more",
  });
});

test("what those who came waited for at worst is part of what is not known", () => {
  const margin = (of: Journal): string | undefined =>
    judge(of).findings.find(({ what }) => what.includes(" firing within"))?.observed;
  // At a factor of 120, 0.9 s are 1m48s.
  expect(margin(surged({ ...surge, latencyMs: null }))).toMatch(/± 1m11s$/);
  expect(margin(surged())).toMatch(/± 2m59s$/);
});
