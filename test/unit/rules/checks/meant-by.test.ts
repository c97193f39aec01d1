import { expect, test } from "vitest";
import { meantBy } from "../../../../sandbox/rules/checks/meant-by.ts";

test.each([
  ["memory_usage_percent", ["cpu_usage_percent", "memory_usage_bytes"], "memory_usage_bytes"],
  ["http_request_total", ["http_requests_total", "http_request_duration_seconds_count"], "http_requests_total"],
  ["status", ["state", "status_code", "method"], "status_code"],
  ["rout", ["route", "method"], "route"],
])("%s of %s is %s", (name, names, meant) => {
  expect(meantBy(name, names)).toBe(meant);
});

test("twin: what is like nothing that there is, is no slip of it", () => {
  expect(meantBy("error_rate", ["http_requests_total", "active_connections", "up"])).toBeUndefined();
  expect(meantBy("quota", ["method"])).toBeUndefined();
});
