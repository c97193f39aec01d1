import { expect, test } from "vitest";
import { judge } from "../../../sandbox/drill/judge.ts";
import type { JournalEvent } from "../../../sandbox/drill/journal.ts";
import { including, realTime, recorded, without } from "../../helpers/journals/recorded.ts";

const target = { job: "node-exporter", instance: "node-exporter:9100" };
const firing: JournalEvent = {
  what: "alert",
  name: "LowAvailability",
  labels: target,
  state: "firing",
  at: 200,
  until: null,
};
const lost = (of: string, at: number): JournalEvent => ({ what: "scrape-timeout", of, ms: 125, at });

const judged = (...events: readonly JournalEvent[]) => {
  const { findings, outcome } = judge(including(recorded("one-in-five"), ...events));
  return { outcome, finding: findings.find(({ what }) => what === "no other alert firing") };
};

test("an alert on a target whose scrapes got no answer in time may be this machine's doing", () => {
  const { outcome, finding } = judged(lost("node-exporter node-exporter:9100", 120), firing);
  expect(outcome).toBe("inconclusive");
  expect(finding?.observed).toMatch(
    /^LowAvailability firing as well, but 1 scrape of its target got no answer in time/,
  );
});

test("without such a scrape, with one of another target, or with a later one, it deviates", () => {
  expect(judged(firing).finding?.outcome).toBe("deviated");
  expect(judged(lost("bailbondpro-api api:3000", 120), firing).finding?.outcome).toBe("deviated");
  expect(judged(lost("node-exporter node-exporter:9100", 300), firing).finding?.outcome).toBe("deviated");
});

test("a scrape that got no answer is no surprise by itself", () => {
  expect(judged(lost("node-exporter node-exporter:9100", 120)).finding?.outcome).toBe("held");
});

test.each([
  ["after its fault should have been over, and was not, may be this machine's doing", 350, "5m", "inconclusive"],
  ["before its fault should have been over is its own doing", 250, "5m", "deviated"],
  ["after its fault was over in time is its own doing", 500, "9m", "deviated"],
] as const)("what fires %s", (_, at, lasts, outcome) => {
  const journal = without(recorded("one-in-five"), (event) => event.what === "predicted");
  const fault = { kind: "http-error", ratio: 0.2, lasts } as const;
  const drill = { ...journal.drill, fault, expect: { firing: "never", others: "none" } } as const;
  const events = journal.events.map((event) =>
    event.what === "alert" && event.state === "firing" ? { ...event, at: realTime(journal, at) } : event,
  );
  const found = judge({ ...journal, drill, events }).findings.find(({ what }) => what === "HighErrorRate never firing");
  expect(found?.outcome).toBe(outcome);
  expect(found?.observed.includes("the fault was lifted after")).toBe(outcome === "inconclusive");
});
