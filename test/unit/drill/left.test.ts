import { expect, test } from "vitest";
import { leftBy } from "../../../sandbox/drill/play/left.ts";
import { changing, recorded, without } from "../../helpers/journals/recorded.ts";

const errors = recorded("one-in-five");
const collected = { what: "collected", at: 0 } as const;
const whole = { ...errors, events: [...errors.events.filter(({ what }) => what !== "collected"), collected] };

test("a stack in which all that fired was said to be over is left quiet", () => {
  expect(leftBy(whole)).toEqual({ quiet: true, told: ["HighErrorRate"] });
});

test("one in which somebody still thinks that it fires is not", () => {
  const untold = without(whole, (event) => event.what === "delivery" && event.status === "resolved");
  expect(leftBy(untold).quiet).toBe(false);
});

test("one in which an alert is still active is not", () => {
  const active = changing(whole, (event) => (event.what === "alert" ? { ...event, until: null } : event));
  expect(leftBy(active).quiet).toBe(false);
});

test("one that was not looked at to the end is not", () => {
  expect(leftBy(without(whole, ({ what }) => what === "collected")).quiet).toBe(false);
});

test("one in which a service was killed is not, whatever was said", () => {
  expect(leftBy(recorded("low-availability")).quiet).toBe(false);
});
