import { expect, test } from "vitest";
import { judge } from "../../../sandbox/drill/judge.ts";
import type { Journal } from "../../../sandbox/drill/journal.ts";
import type { Finding } from "../../../sandbox/drill/verdict.ts";
import {
  changing,
  expecting,
  including,
  realTime,
  recorded,
  unpredicted,
  without,
} from "../../helpers/journals/recorded.ts";

const journal = recorded("one-in-five");

function finding(of: Journal, start: string): Finding | undefined {
  return judge(of).findings.find(({ what }) => what.startsWith(start));
}

test("a drill that went as expected holds, in each of its findings", () => {
  const verdict = judge(journal);
  expect(verdict).toMatchObject({ name: "high-error-rate", alert: "HighErrorRate", outcome: "held", factor: 120 });
  expect(verdict.findings.map(({ what }) => what)).toEqual([
    "HighErrorRate pending within 4m",
    "HighErrorRate firing within 9m",
    "HighErrorRate resolved within 8m",
    "slack told of HighErrorRate within 10m",
    "email told of HighErrorRate within 10m",
    "pagerduty told of HighErrorRate within 10m",
    "nobody else told of HighErrorRate",
    "slack told that HighErrorRate is resolved within 14m",
    "email told that HighErrorRate is resolved within 14m",
    "pagerduty told that HighErrorRate is resolved within 14m",
    "no other alert firing",
    "no other alert notified",
  ]);
  expect(judge(recorded("low-availability")).outcome).toBe("held");
});

test("judging twice gives the same verdict, and a journal survives JSON", () => {
  expect(judge(JSON.parse(JSON.stringify(journal)) as Journal)).toEqual(judge(journal));
});

test("a bound that is clearly missed deviates; one inside the uncertainty is inconclusive; the next larger holds", () => {
  const within = (bound: "5m" | "7m" | "9m") =>
    finding(unpredicted(expecting(journal, { firing: { within: bound } })), "HighErrorRate firing");
  expect(within("5m")).toEqual({
    what: "HighErrorRate firing within 5m",
    outcome: "deviated",
    observed: expect.stringMatching(/^firing at 7m4s ± 1m\d*s$/),
  });
  expect(within("7m")?.outcome).toBe("inconclusive");
  expect(within("9m")?.outcome).toBe("held");
});

test.each([
  ["pending", { pending: { within: "30s" } }],
  ["resolved", { resolved: { within: "1m" } }],
  ["slack told of", { delivered: { to: ["slack", "email", "pagerduty"], within: "4m" } }],
  ["slack told that", { "resolved-notice": { within: "1m" } }],
] as const)("too tight a bound deviates: %s", (what, expectation) => {
  const tight = judge(unpredicted(expecting(journal, expectation)));
  expect(tight.outcome).toBe("deviated");
  const missed = tight.findings.filter(({ outcome }) => outcome === "deviated");
  expect(missed.some((one) => one.what.includes(what))).toBe(true);
  expect(judge(unpredicted(journal)).outcome).toBe("held");
});

test("a gap widens the uncertainty by its own length, a gap after the event does not", () => {
  const gap = (at: number) =>
    finding(including(journal, { what: "evaluation-gap", at, of: "bailbondpro", ms: 1000 }), "HighErrorRate firing");
  expect(gap(200)).toMatchObject({ outcome: "inconclusive", observed: expect.stringMatching(/± 3m\d*s$/) });
  expect(gap(900)).toMatchObject({ outcome: "held", observed: expect.stringMatching(/± 1m\d*s$/) });
});

test("a wide bracket around the fault widens the uncertainty", () => {
  const slow = changing(journal, (event) => (event.what === "fault-asked" ? { ...event, at: event.at - 2000 } : event));
  expect(finding(slow, "HighErrorRate firing")?.outcome).toBe("inconclusive");
});

test("what never happened deviates when it was watched long enough, and is inconclusive when not", () => {
  const silent = without(journal, (event) => event.what === "alert" || event.what === "delivery");
  const patient = { firing: { within: "9m" }, pending: { within: "3m" } } as const;
  const never = expecting(silent, {
    ...patient,
    delivered: undefined,
    resolved: undefined,
    "resolved-notice": undefined,
  });
  expect(judge(never).findings).toContainEqual({
    what: "HighErrorRate firing within 9m",
    outcome: "deviated",
    observed: expect.stringMatching(/^never firing \(watched 12m\d+s\)$/),
  });
  const cutOff = changing(never, (event) =>
    event.what === "phase" && event.phase === "collect" ? { ...event, at: realTime(journal, 400) } : event,
  );
  expect(finding(cutOff, "HighErrorRate firing")).toMatchObject({
    outcome: "inconclusive",
    observed: "never firing, but watched too short a time (watched 6m40s)",
  });
  // Three minutes of pending were watched in full all the same.
  expect(finding(cutOff, "HighErrorRate pending")?.outcome).toBe("deviated");
});

test("the time that it takes to take the stack down is no watching", () => {
  const slowEnd = changing(journal, (event) => (event.what === "ended" ? { ...event, at: event.at + 60_000 } : event));
  const never = expecting(slowEnd, { firing: { within: "20m" } });
  const silent = without(never, (event) => event.what === "alert");
  expect(finding(silent, "HighErrorRate firing")?.outcome).toBe("inconclusive");
});

test("a bound that even the ideal signal misses deviates, with nothing booted", () => {
  const early = without(expecting(journal, { firing: { within: "5m" } }), (event) => event.what === "booted");
  expect(judge(early)).toMatchObject({
    outcome: "deviated",
    findings: [
      {
        what: "HighErrorRate firing within 5m",
        observed: "even the ideal signal needs 6m14s, by promtool on the original rule",
      },
    ],
  });
  expect(judge(expecting(journal, { firing: { within: "9m" } })).outcome).toBe("held");
});

test("an ideal signal that never makes the alert fire deviates once for each bound, and not for what would follow", () => {
  const hopeless = changing(journal, (event) =>
    event.what === "predicted"
      ? { ...event, pending: null, firing: null, delivered: null, resolved: null, notice: null }
      : event,
  );
  expect(judge(hopeless).findings.map(({ what, outcome }) => `${outcome} ${what}`)).toEqual([
    "deviated HighErrorRate pending within 4m",
    "deviated HighErrorRate firing within 9m",
    "deviated HighErrorRate delivered within 10m",
  ]);
});

test("`never` against a prediction that it fires deviates without a boot; against one that it does not, it is looked for", () => {
  const never = expecting(journal, {
    firing: "never",
    delivered: undefined,
    resolved: undefined,
    "resolved-notice": undefined,
  });
  expect(judge(never).findings).toEqual([
    {
      what: "HighErrorRate never firing",
      outcome: "deviated",
      observed: "the ideal signal fires at 6m14s, by promtool on the original rule",
    },
  ]);
  const fires = unpredicted(never);
  expect(finding(fires, "HighErrorRate never")).toMatchObject({ outcome: "deviated", observed: "firing at 7m4s" });
  const told = without(fires, (event) => event.what === "alert" && event.state === "firing");
  // Somebody was told: whatever the samples say, it fired.
  expect(finding(told, "HighErrorRate never")).toMatchObject({
    outcome: "deviated",
    observed: expect.stringMatching(/was told at \d+m\d+s that it fires$/),
  });
  const quiet = without(told, (event) => event.what === "delivery");
  expect(finding(quiet, "HighErrorRate never")).toMatchObject({
    outcome: "held",
    observed: expect.stringMatching(/^did not fire in 12m/),
  });
});

test("what should never pend is judged on every period that it was active, firing or not", () => {
  const never = unpredicted(
    expecting(journal, {
      pending: "never",
      firing: undefined,
      delivered: undefined,
      resolved: undefined,
      "resolved-notice": undefined,
    }),
  );
  const pending = (of: Journal) => finding(of, "HighErrorRate never pending");
  expect(pending(never)).toMatchObject({ outcome: "deviated", observed: expect.stringMatching(/^pending at 2m/) });
  const atOnce = without(never, (event) => event.what === "alert" && event.state === "pending");
  expect(pending(atOnce)).toMatchObject({ outcome: "deviated", observed: "firing at 7m4s" });
  const silent = without(never, (event) => event.what === "alert" || event.what === "delivery");
  expect(pending(silent)).toMatchObject({ outcome: "held", observed: expect.stringMatching(/^did not pend in 12m/) });
  const foreseen = judge(expecting(journal, { ...never.drill.expect, firing: undefined, delivered: undefined }));
  expect(foreseen.findings[0]).toMatchObject({ what: "HighErrorRate never pending", outcome: "deviated" });
});
