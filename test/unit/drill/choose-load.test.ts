import { expect, test } from "vitest";
import { chooseLoad } from "../../../sandbox/drill/load/choose-load.ts";
import type { LoadProfile } from "../../../load/profile.ts";

const profile: LoadProfile = { title: "T", rate: 1, requests: [{ method: "GET", path: "/", weight: 1 }] };
const loads = new Map([
  ["smoke", profile],
  ["steady", profile],
]);

test("a load is named, and without a name it is the smallest", () => {
  expect(chooseLoad(loads, ["steady"]).name).toBe("steady");
  expect(chooseLoad(loads, [])).toEqual({ name: "smoke", profile });
});

test("where there is one profile only, it needs no name", () => {
  expect(chooseLoad(new Map([["checkout", profile]]), []).name).toBe("checkout");
});

test.each([
  [
    [],
    new Map([
      ["b", profile],
      ["a", profile],
    ]),
    "which load? name one of a, b",
  ],
  [["smoke"], new Map([["checkout", profile]]), "there is no load profile `smoke`"],
  [["smok"], loads, "there is no load profile `smok`; did you mean `smoke`?"],
  [["smoke", "steady"], loads, "one load at a time: smoke or steady"],
  [[], new Map<string, LoadProfile>(), "there are no load profiles below load/"],
])("%j is refused", (names, among, why) => {
  expect(() => chooseLoad(among, names)).toThrow(
    expect.objectContaining({ code: "usage", message: expect.stringContaining(why) }),
  );
});
