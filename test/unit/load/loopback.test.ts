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
