import { expect, test } from "vitest";
import type { LoadProfile } from "../../../load/profile.ts";
import { secondsOf, wantedProfile } from "../../../sandbox/drill/load/wanted-profile.ts";

const mix = { title: "T", requests: [{ method: "GET" as const, path: "/", weight: 1 }] };
const even: LoadProfile = { ...mix, rate: 100 };
const closed: LoadProfile = { ...mix, connections: 1000, think: "1s", duration: "1m" };
const staged: LoadProfile = {
  ...mix,
  stages: [
    { duration: "20s", rate: 50 },
    { duration: "1m", rate: 500 },
  ],
};
const search: LoadProfile = { ...mix, breakpoint: { from: 1, to: 2, step: "10s" } };

test("a load lasts as long as is asked for, else as its profile says, else thirty seconds", () => {
  expect(wantedProfile("even", even, {})).toEqual({ ...even, duration: "30s" });
  expect(wantedProfile("closed", closed, {})).toEqual(closed);
  expect(wantedProfile("closed", closed, { duration: "5s" })).toEqual({ ...closed, duration: "5s" });
  expect([even, closed, staged, search].map(secondsOf)).toEqual([30, 60, 80, null]);
});

test("a search is left as it is, whatever else is asked for", () => {
  const values = { runtime: "process", rate: undefined, connections: undefined, duration: undefined };
  expect(wantedProfile("search", search, values)).toBe(search);
});

test("a rate makes any load an even one, connections a closed one", () => {
  expect(wantedProfile("closed", closed, { rate: "12.5" })).toEqual({ ...mix, rate: 12.5, duration: "1m" });
  expect(wantedProfile("staged", staged, { rate: "7", duration: "2s" })).toEqual({ ...mix, rate: 7, duration: "2s" });
  expect(wantedProfile("even", even, { connections: "3" })).toEqual({ ...mix, connections: 3, duration: "30s" });
  expect(wantedProfile("closed", closed, { connections: "3" })).toEqual({ ...closed, connections: 3 });
});

test.each([
  [even, { rate: "1e3" }, "--rate 1e3: expected a plain number"],
  [even, { rate: "0" }, "--rate 0: expected requests per second, above 0"],
  [even, { rate: "-1" }, "--rate -1: expected a plain number"],
  [even, { connections: "2.5" }, "--connections 2.5: expected a whole number of connections"],
  [even, { connections: "0" }, "--connections 0: expected at least 1 connection"],
  [even, { duration: "5" }, "--duration 5: "],
  [even, { duration: "0s" }, "--duration 0s: "],
  [even, { rate: "1", connections: "1" }, "--rate and --connections exclude each other"],
  [search, { rate: "5" }, "--rate does not go with one"],
  [search, { duration: "5s" }, "--duration does not go with one"],
  [staged, { duration: "5s" }, "--duration does not go with one, whose stages say how long they last"],
])("%o with %o is refused", (profile, overrides, why) => {
  expect(() => wantedProfile("one", profile, overrides)).toThrow(
    expect.objectContaining({ code: "usage", message: expect.stringContaining(why) }),
  );
});
