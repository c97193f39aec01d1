import { expect, test } from "vitest";
import { stackOf } from "../../scripts/stack-options.ts";

const given = {
  runtime: undefined,
  fixtures: undefined,
  scale: undefined,
  prometheus: undefined,
  alertmanager: undefined,
};

test.each(["1e400", "9".repeat(400), "0x10", "0.5", "0", "-2", "60s", " 60"])(
  "a scale is a plain decimal number from 1, and no such thing as %j",
  (scale) => {
    expect(() => stackOf({ ...given, scale }, {})).toThrow(
      `--scale ${scale}: expected auto, or a plain decimal number from 1`,
    );
  },
);

test("twin: plain numbers are, and `auto` is as fast as is faithful", () => {
  const factorOf = (scale: string) => stackOf({ ...given, scale }, {}).factor;
  expect(["1", "60", "1.5", "auto"].map(factorOf)).toEqual([1, 60, 1.5, "auto"]);
  expect(stackOf(given, {}).factor).toBe("auto");
});

test.each(["3.5", "latest", "3.5.3-rc.1", "3.5.3+ds1"])("a release is asked for in full, not as %j", (prometheus) => {
  expect(() => stackOf({ ...given, prometheus }, {})).toThrow(`--prometheus ${prometheus}: expected a version`);
});

test("twin: one in full is the one that is asked for, with or without its v", () => {
  expect(stackOf({ ...given, prometheus: "v3.5.3", alertmanager: "0.33.1" }, {}).versions).toEqual({
    prometheus: "3.5.3",
    alertmanager: "0.33.1",
  });
});

test("the runtime is the option's, then the environment's; one that there is not is refused", () => {
  const env = { FIREDRILL_RUNTIME: "container" };
  expect(stackOf({ ...given, runtime: "process" }, env).wanted).toBe("process");
  expect(stackOf(given, env).wanted).toBe("container");
  expect(stackOf(given, {}).wanted).toBe("auto");
  expect(() => stackOf(given, { FIREDRILL_RUNTIME: "podman" })).toThrow("FIREDRILL_RUNTIME is podman");
});
