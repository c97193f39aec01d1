import { expect, test } from "vitest";
import { ownTarget } from "../../scripts/load-target.ts";

test("a target on this machine needs nobody's word; without a target the stack is the project's own", () => {
  for (const text of ["http://127.0.0.1:3000", "http://localhost:3000/", "http://[::1]:8080"])
    expect(ownTarget(text, undefined)).toEqual({ target: new URL(text), owned: undefined });
  expect(ownTarget(undefined, undefined)).toBeUndefined();
});

test("a target elsewhere has to be named as one's own, exactly", () => {
  const text = "http://staging.shop.example:8080";
  expect(ownTarget(text, "staging.shop.example")).toEqual({ target: new URL(text), owned: "staging.shop.example" });
  expect(() => ownTarget(text, undefined)).toThrow("say so: --i-own-this-target staging.shop.example");
  for (const other of ["shop.example", "staging.shop.example:8080", "STAGING", "*"])
    expect(() => ownTarget(text, other)).toThrow("the target is staging.shop.example; name exactly that");
});

test.each([
  ["127.0.0.1:3000", "expected an address such as"],
  ["nowhere", "expected an address such as"],
  ["https://127.0.0.1", "only http is supported"],
  ["http://127.0.0.1:3000/api", "the profile has the paths"],
  ["http://a:b@127.0.0.1:3000", "the profile has the paths"],
  ["http://127.0.0.1:3000/?x=1", "the profile has the paths"],
])("%s is no target", (text, why) => {
  expect(() => ownTarget(text, undefined)).toThrow(
    expect.objectContaining({ code: "usage", message: expect.stringContaining(why) }),
  );
});

test("a password is not said again; the address is", () => {
  for (const text of [
    "http://me:secret@127.0.0.1:3000",
    "https://me:secret@x.example",
    "me:secret@x.example",
    "http://me:sec:ret@:",
  ]) {
    const refused = (): unknown => ownTarget(text, undefined);
    expect(refused).toThrow("…@");
    expect(refused).not.toThrow(/sec/);
  }
  expect(() => ownTarget("http://x.example", undefined)).toThrow("--target http://x.example: load goes");
});

test("saying that one owns a target without naming one is a mistake", () => {
  expect(() => ownTarget(undefined, "shop.example")).toThrow("there is no --target");
});
