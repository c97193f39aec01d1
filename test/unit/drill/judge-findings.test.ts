import { describe, expect, test } from "vitest";
import { judge } from "../../../sandbox/drill/judge.ts";
import type { Journal, JournalEvent } from "../../../sandbox/drill/journal.ts";
import { exitCode, overall } from "../../../sandbox/drill/verdict.ts";
import { changing, expecting, including, realTime, recorded, without } from "../../helpers/journals/recorded.ts";

const journal = recorded("one-in-five");
const told = (receiver: string, status: "firing" | "resolved", at: number, alert = "HighErrorRate"): JournalEvent => ({
  what: "delivery",
  receiver,
  kind: receiver,
  status,
  alert,
  fingerprint: "f1",
  at,
});
const alertFired = (name: string): JournalEvent => ({
  what: "alert",
  name,
  labels: {},
  state: "firing",
  at: 300,
  until: null,
});
const doubts = (of: Journal) =>
  judge(of)
    .findings.filter(({ outcome }) => outcome === "inconclusive")
    .map(({ what, observed }) => `${what}: ${observed}`);
const deviations = (of: Journal) =>
  judge(of)
    .findings.filter(({ outcome }) => outcome === "deviated")
    .map(({ what, observed }) => `${what}: ${observed}`);

test("a receiver that was never told deviates, by name; one told of another alert was not told", () => {
  const missing = without(journal, (event) => event.what === "delivery" && event.receiver === "pagerduty");
  expect(deviations(missing)).toEqual([
    expect.stringMatching(/^pagerduty told of HighErrorRate within 10m: never told \(watched/),
  ]);
  // The notice of what was never told is not looked for after fourteen minutes from the lift; the drill ended before.
  expect(doubts(missing)).toEqual([expect.stringMatching(/^pagerduty told that HighErrorRate is resolved/)]);
  const another = including(missing, told("pagerduty", "firing", 430, "SomethingElse"));
  expect(deviations(another)).toEqual([
    expect.stringMatching(/^pagerduty told of HighErrorRate within 10m: never told/),
    "no other alert notified: SomethingElse notified as well",
  ]);
});

test("telling somebody who should not be told deviates", () => {
  expect(deviations(including(journal, told("ceo", "firing", 430)))).toEqual([
    "nobody else told of HighErrorRate: ceo was told too",
  ]);
  expect(deviations(including(journal, told("slack", "firing", 431)))).toEqual([]);
});

test("the last word counts: a notice that it fires again takes back one that it is resolved", () => {
  const again = including(journal, told("slack", "firing", 800));
  expect(judge(again).outcome).not.toBe("held");
  expect(doubts(again)).toEqual([expect.stringMatching(/^slack told that HighErrorRate is resolved.*never told/)]);
  expect(judge(including(again, told("slack", "resolved", 850))).outcome).toBe("held");
});

test("without receivers of its own, a notice goes to those who were told; to nobody where nobody was", () => {
  const anybody = expecting(journal, { delivered: undefined });
  expect(judge(anybody).findings.filter(({ what }) => what.includes("is resolved"))).toHaveLength(3);
  const nobody = without(anybody, (event) => event.what === "delivery");
  expect(deviations(nobody)).toEqual([
    "a notice that HighErrorRate is resolved within 14m: nobody was ever told that it fires",
  ]);
});

test("what never fired has nothing to resolve; what still fires at the end is not resolved", () => {
  const silent = without(journal, (event) => event.what === "alert" && event.state === "firing");
  expect(deviations(silent)).toContain(
    "HighErrorRate resolved within 8m: never fired, so there was nothing to resolve",
  );
  const stuck = changing(journal, (event) => (event.what === "alert" ? { ...event, until: null } : event));
  expect(judge(stuck).findings.find(({ what }) => what.startsWith("HighErrorRate resolved"))).toMatchObject({
    outcome: "inconclusive",
    observed: expect.stringMatching(/^never inactive/),
  });
});

test("a second alert instance that resolves later decides when the alert is resolved", () => {
  const more: JournalEvent = {
    what: "alert",
    name: "HighErrorRate",
    labels: { job: "b" },
    state: "firing",
    at: 430,
    until: 0,
  };
  const late = including(journal, { ...more, until: (journal.events.at(-1)?.at ?? 0) + 60_000 });
  expect(judge(late).findings.find(({ what }) => what.startsWith("HighErrorRate resolved"))?.outcome).toBe("deviated");
});

test("another alert that fires or notifies deviates, and the two are told apart", () => {
  const firing = including(journal, alertFired("Other"));
  expect(deviations(firing)).toEqual(["no other alert firing: Other firing as well"]);
  const notifying = including(firing, told("slack", "firing", 330, "Other"));
  expect(deviations(notifying)).toEqual([
    "no other alert firing: Other firing as well",
    "no other alert notified: Other notified as well",
  ]);
  // Pending is not firing.
  expect(judge(including(journal, { ...alertFired("Other"), state: "pending" } as JournalEvent)).outcome).toBe("held");
});

test("others that are expected to fire, and not to notify, hold; and deviate when they do otherwise", () => {
  const inhibited = { firing: ["Other"], notified: "none" } as const;
  const fires = including(journal, alertFired("Other"));
  expect(judge(expecting(fires, { others: inhibited })).outcome).toBe("held");
  expect(deviations(expecting(journal, { others: inhibited }))).toEqual(["others firing: Other: Other not firing"]);
  const notifies = including(fires, told("slack", "firing", 330, "Other"));
  expect(deviations(expecting(notifies, { others: inhibited }))).toEqual([
    "no other alert notified: Other notified as well",
  ]);
  const both = { firing: ["Other"], notified: ["Other"] };
  expect(judge(expecting(notifies, { others: both })).outcome).toBe("held");
  expect(deviations(expecting(fires, { others: both }))).toEqual(["others notified: Other: Other not notified"]);
});

test("a fault that nothing showed is inconclusive, whatever was missed or seen", () => {
  const unseen: JournalEvent = { what: "fault-not-seen", why: "no sample was above what it was", at: 600 };
  expect(judge(including(journal, unseen)).outcome).toBe("inconclusive");
  const nothing = without(including(journal, unseen), (event) => event.what === "alert" || event.what === "delivery");
  expect(judge(nothing).outcome).toBe("inconclusive");
  expect(doubts(nothing)[0]).toBe("the fault took effect: no sample was above what it was");
  const never = expecting(nothing, {
    firing: "never",
    delivered: undefined,
    resolved: undefined,
    "resolved-notice": undefined,
  });
  expect(judge(without(never, (event) => event.what === "predicted")).outcome).toBe("inconclusive");
});

test.each([
  [{ what: "failed", message: "prometheus ended with 1", at: 0 }, "the sandbox worked: prometheus ended with 1"],
  [{ what: "interrupted", at: 0 }, "the drill ran to its end: interrupted"],
  [{ what: "not-steady", why: "Other is firing", at: 0 }, "the system got steady: Other is firing"],
] as const)("inconclusive, and never held nor deviated: %o", (event, doubt) => {
  expect(judge(including(journal, event)).outcome).toBe("inconclusive");
  expect(doubts(including(journal, event))).toEqual([doubt]);
  const andMissed = without(including(journal, event), ({ what }) => what === "delivery");
  expect(judge(andMissed).outcome).toBe("inconclusive");
});

describe("an alert that fires although nothing is broken", () => {
  const unsteady = without(
    journal,
    ({ what }) => what === "steady" || what.startsWith("fault") || what.startsWith("lift"),
  );
  const firing = {
    what: "alert",
    name: "Other",
    labels: { job: "bailbondpro-api" },
    state: "firing",
    until: null,
  } as const;
  const anyway = including(unsteady, { ...firing, at: 0 }, { what: "not-steady", why: "Other is firing", at: 60 });

  test("deviates: the sandbox saw well enough that the system never got steady", () => {
    expect(judge(anyway).outcome).toBe("deviated");
    expect(judge(anyway).findings[0]).toMatchObject({ what: "the system got steady", outcome: "deviated" });
  });

  test("is inconclusive where scrapes of its target got no answer in time", () => {
    const of = "bailbondpro-api api:3000";
    const slow = including(anyway, { what: "scrape-timeout", of, ms: 250, at: -1 });
    expect(judge(slow).outcome).toBe("inconclusive");
  });

  test("is inconclusive where it was over by then, or only pended", () => {
    const at = realTime(unsteady, 60);
    const over = changing(anyway, (event) =>
      event.what === "alert" && event.name === "Other" ? { ...event, until: at - 1 } : event,
    );
    expect(judge(over).outcome).toBe("inconclusive");
    const pending = changing(anyway, (event) =>
      event.what === "alert" && event.name === "Other" ? { ...event, state: "pending" } : event,
    );
    expect(judge(pending).outcome).toBe("inconclusive");
  });
});

test("a drill that failed before the fault is inconclusive in everything that it looked for", () => {
  const early = without(journal, ({ what }) => !["runtime", "factor", "phase", "predicted"].includes(what));
  const failed = including(early, { what: "failed", message: "no port is free", at: 0 });
  expect(judge(failed).outcome).toBe("inconclusive");
  expect(doubts(failed)).toContain("HighErrorRate firing within 9m: never looked for: the drill did not come that far");
});

test("where it is open whether it fired, it is open whether there was anything to resolve", () => {
  const silent = without(journal, ({ what }) => what === "alert" || what === "delivery");
  const resolved = (of: Journal) => judge(of).findings.find(({ what }) => what.startsWith("HighErrorRate resolved"));
  expect(resolved(silent)?.outcome).toBe("deviated");
  expect(resolved(including(silent, { what: "scrape-gap", of: "api", ms: 5000, at: 100 }))?.outcome).toBe(
    "inconclusive",
  );
});

test("a generator that fell behind is inconclusive", () => {
  const behind = changing(journal, (event) =>
    event.what === "load" ? { ...event, behind: "80 of 100 requests per second were sent" } : event,
  );
  expect(judge(behind).outcome).toBe("inconclusive");
  expect(doubts(behind)).toEqual(["the load was as even as it should be: 80 of 100 requests per second were sent"]);
});

test("too few events to tell the threshold are inconclusive; ten are enough; a rule that counts none needs none", () => {
  const at = (perSecond: number, of = journal) =>
    changing(of, (event) => (event.what === "load" ? { ...event, achievedPerSecond: perSecond } : event));
  expect(doubts(at(79))).toEqual([
    "enough events to tell the threshold: 9.9 expected beyond the threshold in a window of 5m " +
      "at 79 requests per second and factor 120; ten are needed: lower --scale, or more load",
  ]);
  expect(judge(at(80)).outcome).toBe("held");
  expect(judge(at(1, recorded("low-availability"))).outcome).toBe("held");
});

test("a rule that reads what nothing exports deviates at once, without a steady state, and names what was meant", () => {
  const early = without(journal, ({ what }) => !["runtime", "factor", "booted"].includes(what));
  const event = { what: "never-exported", rule: "HighErrorRate", missing: "`error_rate`", at: 0 } as const;
  expect(deviations(including(early, { ...event, nearest: "errors_rate" }))).toEqual([
    "HighErrorRate can fire: can never fire: nothing exports `error_rate`; did you mean `errors_rate`?",
  ]);
  expect(deviations(including(early, { ...event, nearest: null }))).toEqual([
    "HighErrorRate can fire: can never fire: nothing exports `error_rate`",
  ]);
  expect(judge(early).outcome).toBe("inconclusive");
});

test("of many, a deviation outweighs what could not be seen, which outweighs what held; nothing is no pass", () => {
  expect(overall(["held", "inconclusive", "deviated"])).toBe("deviated");
  expect(overall(["held", "inconclusive"])).toBe("inconclusive");
  expect(overall(["held", "held"])).toBe("held");
  expect(overall([])).toBe("inconclusive");
  expect(exitCode).toEqual({ held: 0, deviated: 1, inconclusive: 2 });
});
