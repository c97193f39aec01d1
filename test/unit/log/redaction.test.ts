import { describe, expect, test } from "vitest";
import { withoutSecrets } from "../../../sandbox/apps/api/log/patterns.ts";
import { strict } from "../../../sandbox/apps/api/log/redaction.ts";

describe("in free text, what looks like a secret or like personal data is not told", () => {
  test.each([
    ["an e-mail address", "no user ann.smith+x@mail.example.com here", "no user [redacted] here"],
    ["one in a URL", "/a?b=ann%40mail.example", "/a?b=[redacted]"],
    ["a card", "paid by 4111 1111 1111 1111.", "paid by [redacted]."],
    ["a card without gaps", "5500005555555559", "[redacted]"],
    ["a card of fifteen digits", "3782-822463-10005", "[redacted]"],
    ["a password", 'password: "correct horse" failed', "password: [redacted] failed"],
    ["one in JSON", '{"password":"hunter2","a":1}', '{"password":[redacted],"a":1}'],
    ["a parameter", "?api_key=12345&x=1", "?api_key=[redacted]&x=1"],
    ["a bearer token", "authorization was Bearer abc.def-123", "authorization was Bearer [redacted]"],
    ["a JSON Web Token", "got eyJhbGciOi.eyJzdWIi.c2ln!", "got [redacted]!"],
    ["a session's token", "no Zk3_x9QwErTy-UiOpAsDfGhJkLzXcVbN", "no [redacted]"],
    ["a service's key", "sk-live-abcdef123456", "[redacted]"],
    ["credentials of a URL", "postgres://ann:hunter2@db/x", "postgres://[redacted]@db/x"],
    ["a social security number", "ssn is 123-45-6789", "ssn is [redacted]"],
    ["a telephone number", "call (512) 555-0100", "call [redacted]"],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----", "[redacted]"],
  ])("%s", (_name, text, told) => {
    expect(withoutSecrets(text)).toBe(told);
  });

  test.each([
    "4111 1111 1111 1112", // its check digit is wrong
    "2026-11-24T23:29:24.123Z",
    "127.0.0.1:5432",
    "connect ECONNREFUSED ::1:5432",
    "4bf92f3577b34da6a3ce929d0e0e4736",
    "at Object.query (/app/main.mjs:65342:17)",
    'relation "bonds" does not exist',
    "duration 1700000000123",
  ])("and %s is", (text) => {
    expect(withoutSecrets(text)).toBe(text);
  });
});

describe("a URL is told as far as the API's own words and ids go", () => {
  test.each([
    ["/api/bonds/:id", "/api/bonds/17", "/api/bonds/17"],
    ["/api/bonds/:id", "/api/bonds/hunter2", "/api/bonds/[redacted]"],
    ["/api/bonds/:id", "/api/bonds/4111111111111111", "/api/bonds/[redacted]"],
    ["/api/bonds", "/api/bonds?limit=5", "/api/bonds?limit=5"],
    ["/api/bonds", "/api/bonds?limit=hunter2&hunter2&x=hunter2", "/api/bonds?limit=[redacted]&[redacted]&[redacted]"],
    [undefined, "/api/login/hunter2", "/api/login/[redacted]"],
    [undefined, "http://ann:hunter2@host/api", "[redacted]//[redacted]/api"],
    [undefined, "/__proto__/constructor?__proto__=1", "/[redacted]/[redacted]?[redacted]"],
  ])("%s asked as %s", (route, url, told) => {
    expect(strict.url(route, url)).toBe(told);
  });
});

test("a user agent is told with its products and versions", () => {
  expect(strict.agent("Mozilla/5.0 (X11; hunter2) Gecko/20100101 Firefox/140.0")).toBe(
    "Mozilla/5.0 [redacted] Firefox/140.0",
  );
  expect(strict.agent("node")).toBe("node");
  expect(strict.agent("hunter2 ann@mail.example")).toBe("[redacted] [redacted]");
});

test("a field is told if it is known and has its form; of others, a known name at most", () => {
  const body = { amount: 5, bondType: "cash", agentId: "agent-3", name: "Ann", hunter2: 1, score: 4111111111111111 };
  expect(strict.value("body", body)).toEqual({
    amount: 5,
    bondType: "cash",
    agentId: "agent-3",
    name: "[redacted]",
    "[redacted]": "[redacted]",
    score: "[redacted]",
  });
  expect(strict.value("body", { status: ["active", { status: "hunter2" }], constructor: "x" })).toEqual({
    status: ["active", { status: "[redacted]" }],
    "[redacted]": "[redacted]",
  });
  expect(strict.value("agentId", "correct horse")).toBe("[redacted]");
});
