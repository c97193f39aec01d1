import { expect, test } from "vitest";
import { judge } from "../../../sandbox/drill/judge.ts";
import { eventsOf } from "../../../sandbox/drill/journal.ts";
import type { Journal, JournalEvent } from "../../../sandbox/drill/journal.ts";
import { changing, including, realTime, recorded, without } from "../../helpers/journals/recorded.ts";

const journal = recorded("one-in-five");
const finding = (of: Journal, begins: string) => judge(of).findings.find(({ what }) => what.startsWith(begins));
const firing = (event: JournalEvent): boolean => event.what === "alert" && event.state === "firing";

test("an alert that is over before its fault is lifted did not resolve because of it", () => {
  const early = changing(journal, (event) =>
    event.what === "alert" && event.state === "firing" ? { ...event, until: realTime(journal, 390) } : event,
  );
  expect(finding(early, "HighErrorRate resolved")).toMatchObject({
    outcome: "deviated",
    observed: expect.stringMatching(/^inactive .* before the fault was lifted$/),
  });
  expect(finding(journal, "HighErrorRate resolved")?.outcome).toBe("held");
});

test.each([
  ["one scrape before the lift did, since a sample bears the time its scrape began", 0.9, "held"],
  ["more than one scrape before the lift did not", 1.5, "deviated"],
])("what is over %s", (_, scrapes, outcome) => {
  const asked = eventsOf(journal, "lift-asked")[0]?.at ?? 0;
  const until = asked - (scrapes * journal.timing.scrapeMs) / journal.factor;
  const early = changing(journal, (event) =>
    event.what === "alert" && event.state === "firing" ? { ...event, until } : event,
  );
  expect(finding(early, "HighErrorRate resolved")?.outcome).toBe(outcome);
});

test("who was told before the fault was not told of it", () => {
  const before = changing(journal, (event) =>
    event.what === "delivery" && event.status === "firing" ? { ...event, at: realTime(journal, -60) } : event,
  );
  expect(finding(before, "slack told of")?.outcome).not.toBe("held");
  expect(finding(journal, "slack told of")?.outcome).toBe("held");
});

test("an alert that comes and goes while the fault stays deviates", () => {
  const again = journal.events.filter(firing).map((event) => ({ ...event, at: 400, until: realTime(journal, 410) }));
  const flapping = including(journal, ...(again as JournalEvent[]));
  expect(finding(flapping, "HighErrorRate stays")).toMatchObject({ outcome: "deviated", observed: "it fired 2 times" });
  expect(finding(journal, "HighErrorRate stays")).toBeUndefined();
});

test("a notice that one instance is resolved says nothing of another that still fires", () => {
  const second = (status: "firing" | "resolved", at: number): JournalEvent => ({
    what: "delivery",
    receiver: "slack",
    kind: "slack",
    status,
    alert: "HighErrorRate",
    fingerprint: "another",
    at,
  });
  const open = including(journal, second("firing", 430));
  expect(finding(open, "slack told that HighErrorRate is resolved")?.outcome).not.toBe("held");
  const both = including(journal, second("firing", 430), second("resolved", 700));
  expect(finding(both, "slack told that HighErrorRate is resolved")?.outcome).toBe("held");
});

test.each(["load", "fault-seen", "collected"] as const)("a journal without its %s event does not hold", (what) => {
  expect(judge(without(journal, (event) => event.what === what)).outcome).toBe("inconclusive");
  expect(judge(journal).outcome).toBe("held");
});

test("what fired before the system was steady is of the boot; what still fires then is not", () => {
  const steady = journal.events.find((event) => event.what === "steady")?.at ?? 0;
  const atBoot = (until: number | null): Journal => ({
    ...journal,
    events: [
      ...journal.events,
      { what: "alert", name: "NoRequests", labels: {}, state: "firing", at: steady - 2_000, until },
    ],
  });
  expect(finding(atBoot(steady - 1_000), "no other alert firing")?.outcome).toBe("held");
  expect(finding(atBoot(null), "no other alert firing")?.outcome).toBe("deviated");
});
