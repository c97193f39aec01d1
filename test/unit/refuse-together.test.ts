import { expect, test } from "vitest";
import { overrideChecks } from "../../sandbox/drill/load/wanted-profile.ts";
import { ownTarget } from "../../scripts/load-target.ts";
import { refuseTogether } from "../../scripts/refuse-together.ts";

const checks = (rate: string, duration: string, target: string) => [
  ...overrideChecks({ rate, duration }),
  () => ownTarget(target, undefined),
];

test("all bad options are told at once, and good ones not at all", () => {
  const refused = (): void => refuseTogether(checks("many", "soon", "https://x.example"));
  expect(refused).toThrow(expect.objectContaining({ code: "usage" }));
  expect(refused).toThrow(/^--rate many: .*\n--duration soon: .*\n--target https:\/\/x.example: .*$/);
  expect(() => refuseTogether(checks("5", "soon", "http://[::1]:80"))).toThrow(/^--duration soon: [^\n]*$/);
  refuseTogether(checks("5", "5s", "http://[::1]:80"));
});

test("what is no mistake in the options is not taken for one", () => {
  const defect = (): never => {
    throw new TypeError("a defect");
  };
  expect(() => refuseTogether([defect])).toThrow(TypeError);
});
