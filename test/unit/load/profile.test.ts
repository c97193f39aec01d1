import { expect, test } from "vitest";
import { borrowedMix, readLoadProfile } from "../../../load/profile.ts";

const even = "title: steady\nrate: 100\n";
const requests = "requests: [{ path: / }]\n";
const read = (shape: string) => readLoadProfile("a.yml", `title: a\n${requests}${shape}`);
const said = (shape: string) => read(shape).problems.map((one) => `${one.line}:${one.column} ${one.message}`);

test("a request is a GET of weight one, if it does not say otherwise", () => {
  const found = readLoadProfile("steady.yml", `${even}requests:\n  - { path: "/a?b=1", body: { c: 1 } }\n`);
  expect(found).toEqual({
    problems: [],
    value: {
      title: "steady",
      rate: 100,
      requests: [{ method: "GET", path: "/a?b=1", weight: 1, body: { c: 1 } }],
    },
  });
});

test.each([
  ["a rate", { rate: 100, duration: "90s" }],
  ["a rate, as long as it is needed", { rate: 0.5 }],
  ["users who think", { connections: 1000, think: "1s", duration: "1m", timeout: "5s" }],
  ["users who do not", { connections: 1 }],
  [
    "ramps",
    {
      from: 5,
      stages: [
        { duration: "10s", rate: 50 },
        { duration: "1m30s", rate: 0 },
      ],
    },
  ],
  ["a search", { breakpoint: { from: 50, to: 5000, step: "10s", tolerance: 0.1 } }],
])("a load asks by %s", (_, shape) => {
  const found = readLoadProfile("a.yml", JSON.stringify({ title: "a", requests: [{ path: "/" }], ...shape }));
  expect(found).toEqual({
    problems: [],
    value: { title: "a", requests: [{ method: "GET", path: "/", weight: 1 }], ...shape },
  });
});

test("what an answer has to be is one status, several, or a class, and what stands in it", () => {
  const expected = (text: string) => {
    const { value, problems } = readLoadProfile("a.yml", `${even}requests: [{ path: /, expect: ${text} }]`);
    return value?.requests[0]?.expect ?? problems.map((one) => one.message);
  };
  expect(expected("{ status: 201 }")).toEqual({ status: [201] });
  expect(expected("{ status: [200, 404] }")).toEqual({ status: [200, 404] });
  expect(expected("{ status: 2xx, body: '\"ok\"' }")).toEqual({ status: "2xx", body: '"ok"' });
  expect(expected("{}")).toEqual(["expected a `status`, a `body` or both, got a mapping"]);
  expect(expected("{ status: 6xx }")).toEqual([
    "expected a status such as 201, a list of them, or 2xx, 3xx, 4xx or 5xx, got `6xx`",
  ]);
  expect(expected("{ status: 20 }")).toEqual([expect.stringContaining("got `20`")]);
  expect(expected("{ statsu: 200, body: ok }")).toEqual(["unknown key `statsu`; did you mean `status`?"]);
});

test("requests may be those of another profile", () => {
  const mix = [{ method: "GET", path: "/", weight: 1 }] as const;
  const borrowing = "title: light\nrate: 25\nrequests: steady\n";
  expect(borrowedMix("light.yml", borrowing)).toBe("steady");
  expect(borrowedMix("steady.yml", even + requests)).toBeUndefined();
  const mixes = new Map([["steady", mix]]);
  expect(readLoadProfile("light.yml", borrowing, mixes)).toEqual({
    problems: [],
    value: { title: "light", rate: 25, requests: mix },
  });
  const unknown = readLoadProfile("light.yml", borrowing.replace("steady", "stedy"), mixes);
  expect(unknown.value).toBeUndefined();
  expect(unknown.problems).toMatchObject([
    {
      line: 3,
      column: 11,
      message: "no profile with a list of requests is named `stedy`; did you mean `steady`?",
    },
  ]);
  const broken = new Map([["steady", undefined]]);
  expect(readLoadProfile("light.yml", borrowing, broken)).toEqual({ problems: [], value: undefined });
});

test.each([
  ["2:7", "above 0, got `0`", "title: a\nrate: 0\nrequests: [{ path: / }]"],
  ["2:7", "expected a number, got `fast`", "title: a\nrate: fast\nrequests: [{ path: / }]"],
  ["2:7", "at most 100000 requests per second, got `1000000`", "title: a\nrate: 1000000\nrequests: [{ path: / }]"],
  ["3:11", "at least one request, got a list", `${even}requests: []`],
  ["3:11", "a list of requests, or the name of a profile that has one, got `7`", `${even}requests: 7`],
  ["3:20", "starts with /", `${even}requests: [{ path: a }]`],
  ["3:20", "percent-encoded", `${even}requests: [{ path: "/a\\r\\nX: 1" }]`],
  ["3:31", "expected GET, POST, PUT, PATCH or DELETE", `${even}requests: [{ path: /, method: HEAD }]`],
  ["3:31", "expected a weight above 0", `${even}requests: [{ path: /, weight: 0 }]`],
  ["3:23", "did you mean `weight`", `${even}requests: [{ path: /, wieght: 2 }]`],
  ["3:1", "unknown key `durration`; did you mean `duration`", `${even}durration: 5m\nrequests: [{ path: / }]`],
  ["1:1", "`title` is missing", `rate: 1\n${requests}`],
  ["2:9", "not closed", 'title: a\nrate: "1'],
])("at %s: %s", (place, message, text) => {
  const { problems, value } = readLoadProfile("steady.yml", text);
  expect(value).toBeUndefined();
  expect(problems.map((one) => `${one.file}:${one.line}:${one.column}`)).toEqual([`steady.yml:${place}`]);
  expect(problems[0]?.message).toContain(message);
});

test.each([
  ["", "1:1 nothing says how this load asks; expected one of `rate` (so many requests a second), `connections`"],
  ["rate: 1\nconnections: 2", "4:1 `connections` (so many users, each waiting for its answer) and `rate` (so many"],
  ["rate: -3", "3:7 expected requests per second, above 0, got `-3`"],
  ["rate: 1\nduration: 5", "4:11 expected a duration such as 30s, got `5`"],
  ["rate: 1\nduration: 0s", "4:11 expected a duration above zero, such as 30s, got `0s`"],
  ["rate: 1\nduration: 8d", "4:11 expected at most 7d, got `8d`"],
  ["rate: 1\nthink: 1s", "4:1 `think` goes with `connections`, not with `rate`; remove it"],
  ["connections: 0", "3:14 expected at least 1 connection, got `0`"],
  ["connections: 1.5", "3:14 expected a whole number of connections, got `1.5`"],
  ["connections: 50000", "3:14 expected at most 20000 connections, got `50000`"],
  ["connections: 5\nthink: -1s", "4:8 expected a duration above zero, such as 1s, got `-1s`"],
  ["connections: 5\ntimeout: 11m", "4:10 expected at most 10m, got `11m`"],
  ["stages: []", "3:9 expected at least one stage, got a list"],
  ["stages: [{ duration: 1s }]", "3:10 `rate` is missing; expected a number"],
  ["stages: [{ duration: 1s, rate: -1 }]", "3:32 expected requests per second, 0 or more, got `-1`"],
  ["stages: [{ duration: 1s, rate: 0 }]", "3:9 no stage sends anything; expected a rate above 0 in one of them"],
  ["stages: [{ duration: 6d, rate: 1 }, { duration: 6d, rate: 1 }]", "3:9 the stages last 12d; expected at most 7d"],
  ["stages: [{ duration: 1s, rate: 1 }]\nduration: 5s", "4:1 stages last as long as each says; remove `duration`"],
  ["breakpoint: { from: 9, to: 9, step: 1s }", "3:28 expected more than `from` (9), got `9`"],
  ["breakpoint: { from: 0, to: 9, step: 1s }", "3:21 expected requests per second, above 0, got `0`"],
  ["breakpoint: { from: 1, to: 9, step: 1s, tolerance: 1 }", "3:52 expected a share of at most 0.5, got `1`"],
  ["breakpoint: { from: 1, to: 9, step: 1s }\nduration: 5s", "4:1 each trial lasts as long as `step` says; remove"],
  ["breakpoint: { from: 1, to: 9, step: 1s }\nfrom: 5", "4:1 `from` goes with `stages`, not with `breakpoint`"],
])("of %j it says %s", (shape, message) => {
  const found = said(shape);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(message);
  expect(read(shape).value).toBeUndefined();
});

test("everything wrong is said at once", () => {
  expect(readLoadProfile("x.yml", "rate: -1\nrequests: [{ path: a }]").problems).toHaveLength(3);
  const both = "rate: 0\nconnections: 0\nstages: []\nthik: 1\nrequests: [{ path: a }, { path: b }]";
  expect(readLoadProfile("x.yml", both).problems).toHaveLength(9);
});

test.each([
  ["//host/a", "expected a path on the target, with one / at its start, got `//host/a`"],
  ["/\\\\host/a", "expected a path on the target, with one / at its start, got `/\\\\host/a`"],
  ["/a#b", expect.stringMatching(/^expected a path without a fragment/)],
  ["/a//b?c=%23", undefined],
])("the path %s stays on the target, as it is sent", (path, message) => {
  const { problems } = readLoadProfile("a.yml", `${even}requests: [{ path: '${path}' }]`);
  expect(problems.map((one) => one.message)).toEqual(message === undefined ? [] : [message]);
});

test("profiles that borrow in a circle are told so; one that borrows from a borrower is told where the list is not", () => {
  const borrow = (from: string, borrowers: Record<string, string>) =>
    readLoadProfile("a.yml", `${even}requests: ${from}\n`, new Map([["own", []]]), new Map(Object.entries(borrowers)));
  const messages = (...given: Parameters<typeof borrow>) => borrow(...given).problems.map((one) => one.message);
  const circle = "profiles borrow from one another in a circle: b, a, b; give one of them a list of requests";
  expect(messages("b", { a: "b", b: "a" })).toEqual([circle]);
  expect(messages("a", { a: "a" })).toEqual([circle.replace("b, a, b", "a, a")]);
  expect(messages("b", { a: "b", b: "own" })).toEqual([
    "`b` has no list of requests itself, and takes those of `own`; name one that has",
  ]);
  expect(messages("own", { a: "own" })).toEqual([]);
});
