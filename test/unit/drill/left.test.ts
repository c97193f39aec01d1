import { expect, test } from "vitest";
import { eventsOf } from "../../../sandbox/drill/journal.ts";
import type { Journal } from "../../../sandbox/drill/journal.ts";
import { leftBy } from "../../../sandbox/drill/play/left.ts";
import type { Delivery } from "../../../sandbox/observe/inbox.ts";
import { changing, recorded, without } from "../../helpers/journals/recorded.ts";

const errors = recorded("one-in-five");

/** What the inbox holds after a drill. */
const caught = (journal: Journal): Delivery[] =>
  eventsOf(journal, "delivery").map(({ at, kind, receiver, alert, status, fingerprint }, i) => ({
    id: i + 1,
    at,
    kind,
    receiver,
    alerts: [{ alert, status, fingerprint }],
    body: null,
  }));
const left = (journal: Journal) => leftBy(journal, caught(journal));
const collected = { what: "collected", at: 0 } as const;
const whole = { ...errors, events: [...errors.events.filter(({ what }) => what !== "collected"), collected] };

test("a stack in which all that fired was said to be over is left quiet", () => {
  expect(left(whole)).toEqual({ quiet: true, told: ["HighErrorRate"] });
});

test("one in which somebody still thinks that it fires is not", () => {
  const untold = without(whole, (event) => event.what === "delivery" && event.status === "resolved");
  expect(left(untold).quiet).toBe(false);
});

test("one in which an alert is still active is not", () => {
  const active = changing(whole, (event) => (event.what === "alert" ? { ...event, until: null } : event));
  expect(left(active).quiet).toBe(false);
});

test("one that was not looked at to the end is not", () => {
  expect(left(without(whole, ({ what }) => what === "collected")).quiet).toBe(false);
});

test("one in which a service was killed is not, whatever was said", () => {
  expect(left(recorded("low-availability")).quiet).toBe(false);
});
