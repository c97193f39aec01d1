import { describe, expect, test } from "vitest";
import { faultOf, faults, isFaultKind } from "../../../sandbox/fault/faults.ts";
import type { Surroundings } from "../../../sandbox/fault/fault.ts";

const around: Surroundings = {
  requestsPerSecond: 100,
  targets: {
    api: { job: "bailbondpro-api", instance: "api:3000" },
    prometheus: { job: "prometheus", instance: "prometheus:9090" },
  },
};

test("every fault is known by its own kind, and says so in its summary", () => {
  for (const [kind, fault] of Object.entries(faults)) {
    expect(fault.kind).toBe(kind);
    expect(fault.summary.startsWith(`${kind} {`)).toBe(true);
    expect(isFaultKind(kind)).toBe(true);
  }
  expect(isFaultKind("toString")).toBe(false);
});

test("only what ends or freezes a service is destructive", () => {
  expect(faultOf({ kind: "down", service: "api", how: "kill" }).destructive).toBe(true);
  expect(faultOf({ kind: "http-error", ratio: 0.2 }).destructive).toBe(false);
});

describe("parameters", () => {
  test.each([
    ["http-error", { ratio: 0.2 }, { kind: "http-error", ratio: 0.2 }],
    ["http-error", { ratio: 1, route: "/a" }, { kind: "http-error", ratio: 1, route: "/a" }],
    ["down", { service: "api", how: "kill" }, { kind: "down", service: "api", how: "kill" }],
  ] as const)("that are right give a spec: %s %o", (kind, parameters, spec) => {
    expect(faults[kind].read(parameters)).toEqual({ spec });
  });

  test.each([
    ["http-error", {}, [{ message: "`ratio` is missing: expected a number above 0 and up to 1, such as 0.2" }]],
    ["http-error", { ratio: 1.5 }, [{ key: "ratio", message: "`ratio`: expected at most 1" }]],
    ["http-error", { ratio: 0 }, [{ key: "ratio", message: "`ratio`: expected more than 0" }]],
    ["http-error", { ratio: 1, status: 503 }, [{ key: "status", message: "unknown parameter `status`" }]],
    [
      "down",
      { service: 1, how: "stop", hard: true },
      [
        { key: "service", message: "`service`: expected the name of a service, such as api" },
        { key: "how", message: "`how`: expected kill or pause" },
        { key: "hard", message: "unknown parameter `hard`" },
      ],
    ],
  ] as const)("that are wrong are told, all of them: %s %o", (kind, parameters, bad) => {
    expect(faults[kind].read(parameters)).toEqual({ bad });
  });
});

describe("the ideal signal", () => {
  const predict = (spec: Parameters<typeof faultOf>[0]) =>
    faultOf(spec)
      .predict(around)
      ?.map(({ metric, labels, before, during }) => [metric, labels["status_code"] ?? labels["job"], before, during]);

  test("of errors is a share of the load; every target stays up", () => {
    expect(predict({ kind: "http-error", ratio: 0.2 })).toEqual([
      ["http_requests_total", "200", 100, 80],
      ["http_requests_total", "500", "stale", 20],
      ["up", "bailbondpro-api", 1, 1],
      ["up", "prometheus", 1, 1],
    ]);
  });

  test("of errors on one route is not known, since its share of the load is not", () => {
    expect(predict({ kind: "http-error", ratio: 0.2, route: "/api/bonds" })).toBeUndefined();
  });

  test("of an API that is down is a target that is not up, and requests that are not there", () => {
    expect(predict({ kind: "down", service: "api", how: "kill" })).toEqual([
      ["up", "bailbondpro-api", 1, 0],
      ["http_requests_total", "200", 100, "stale"],
      ["up", "prometheus", 1, 1],
    ]);
    expect(predict({ kind: "down", service: "prometheus", how: "kill" })).toEqual([
      ["up", "bailbondpro-api", 1, 1],
      ["http_requests_total", "200", 100, 100],
      ["up", "prometheus", 1, 0],
    ]);
  });
});

describe("evidence", () => {
  test("of errors is a counter of them that grows; of an outage `up` at zero", () => {
    expect(faultOf({ kind: "http-error", ratio: 0.2 }).evidence(around)).toEqual({
      selector: 'http_requests_total{instance="api:3000",status_code="500"}',
      shows: "above what it was",
    });
    expect(faultOf({ kind: "down", service: "api", how: "pause" }).evidence(around)).toEqual({
      selector: 'up{job="bailbondpro-api",instance="api:3000"}',
      shows: "zero",
    });
  });

  test("there is none where no target would show it", () => {
    expect(faultOf({ kind: "http-error", ratio: 0.2 }).evidence({ ...around, targets: {} })).toBeUndefined();
    expect(faultOf({ kind: "down", service: "inbox", how: "kill" }).evidence(around)).toBeUndefined();
  });
});
