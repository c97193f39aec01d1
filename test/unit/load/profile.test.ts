import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readLoadProfile } from "../../../load/profile.ts";

const head = "title: steady\nrate: 100\n";

test("a request is a GET of weight one, if it does not say otherwise", () => {
  const read = readLoadProfile("steady.yml", `${head}requests:\n  - { path: "/a?b=1", body: { c: 1 } }\n`);
  expect(read).toEqual({
    problems: [],
    value: {
      title: "steady",
      rate: 100,
      requests: [{ method: "GET", path: "/a?b=1", weight: 1, body: { c: 1 } }],
    },
  });
});

test("the steady profile of the fixtures is one", () => {
  const read = readLoadProfile("steady.yml", readFileSync("fixtures/load/steady.yml", "utf8"));
  expect(read.problems).toEqual([]);
  expect(read.value?.rate).toBe(100);
});

test.each([
  ["steady.yml:2:7", "above 0, got `0`", "title: a\nrate: 0\nrequests: [{ path: / }]"],
  ["steady.yml:2:7", "expected a number, got `fast`", "title: a\nrate: fast\nrequests: [{ path: / }]"],
  ["steady.yml:3:11", "at least one request, got a list", `${head}requests: []`],
  ["steady.yml:3:20", "starts with /", `${head}requests: [{ path: a }]`],
  ["steady.yml:3:20", "percent-encoded", `${head}requests: [{ path: "/a\\r\\nX: 1" }]`],
  ["steady.yml:3:31", "expected GET, POST, PUT, PATCH or DELETE", `${head}requests: [{ path: /, method: HEAD }]`],
  ["steady.yml:3:31", "expected a weight above 0", `${head}requests: [{ path: /, weight: 0 }]`],
  ["steady.yml:3:23", "did you mean `weight`", `${head}requests: [{ path: /, wieght: 2 }]`],
  ["steady.yml:3:1", "unknown key `duration`", `${head}duration: 5m\nrequests: [{ path: / }]`],
])("at %s: %s", (place, message, text) => {
  const { problems, value } = readLoadProfile("steady.yml", text);
  expect(value).toBeUndefined();
  expect(problems.map((one) => `${one.file}:${one.line}:${one.column}`)).toEqual([place]);
  expect(problems[0]?.message).toContain(message);
});

test("everything wrong is said at once", () => {
  expect(readLoadProfile("x.yml", "rate: -1\nrequests: [{ path: a }]").problems).toHaveLength(3);
});
