import { expect, test } from "vitest";
import { loopbackAddress } from "../../../load/loopback.ts";

test.each([
  ["http://127.0.0.1:3000", "127.0.0.1"],
  ["http://127.8.9.10", "127.8.9.10"],
  ["http://127.1:80/", "127.0.0.1"],
  ["http://[::1]:3000", "::1"],
  ["http://localhost:3000", "127.0.0.1"],
])("%s is this machine", (target, address) => {
  expect(loopbackAddress(new URL(target))).toBe(address);
});

test.each([
  "http://10.0.0.1",
  "http://128.0.0.1",
  "http://0.0.0.0:3000",
  "http://example.org",
  "http://127.0.0.1.example.org",
  "http://localhost.example.org",
  "http://127.0.0.1@example.org",
  "http://[::ffff:10.0.0.1]",
  "https://127.0.0.1",
])("%s is refused, by name", (target) => {
  expect(() => loopbackAddress(new URL(target))).toThrow(
    expect.objectContaining({ code: "load-failed", message: expect.stringContaining(new URL(target).origin) }),
  );
});

test("a host that somebody has named as theirs is connected to; any other is not", () => {
  expect(loopbackAddress(new URL("http://shop.example:80"), "shop.example")).toBe("shop.example");
  expect(loopbackAddress(new URL("http://[2001:db8::1]"), "[2001:db8::1]")).toBe("2001:db8::1");
  expect(loopbackAddress(new URL("http://127.0.0.1"), "shop.example")).toBe("127.0.0.1");
  for (const other of ["http://www.shop.example", "http://shop.example.org", "https://shop.example"])
    expect(() => loopbackAddress(new URL(other), "shop.example")).toThrow("is refused");
});
