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

test("only what ends a service or moves it is destructive; one that is frozen goes on as it was", () => {
  expect(faultOf({ kind: "down", service: "api", how: "kill" }).destructive).toBe(true);
  expect(faultOf({ kind: "down", service: "redis", how: "cut" }).destructive).toBe(true);
  expect(faultOf({ kind: "down", service: "node-exporter", how: "pause" }).destructive).toBe(false);
  expect(faultOf({ kind: "http-error", ratio: 0.2 }).destructive).toBe(false);
});

test("what a killed database held up ends later than it is back, and what an API held up with it", () => {
  expect(faultOf({ kind: "down", service: "postgres", how: "kill" })).toMatchObject({ delayMs: 0, aftermathMs: 5_500 });
  expect(faultOf({ kind: "down", service: "api", how: "kill" }).aftermathMs).toBe(0);
  expect(faultOf({ kind: "latency", ms: 1500 }).aftermathMs).toBe(1500);
});

describe("parameters", () => {
  test.each([
    ["http-error", { ratio: 0.2 }, { kind: "http-error", ratio: 0.2 }],
    ["http-error", { ratio: 1, route: "/a" }, { kind: "http-error", ratio: 1, route: "/a" }],
    ["down", { service: "api", how: "kill" }, { kind: "down", service: "api", how: "kill" }],
    ["down", { service: "redis", how: "cut" }, { kind: "down", service: "redis", how: "cut" }],
    ["latency", { ms: 1500 }, { kind: "latency", ms: 1500 }],
    ["latency", { ms: 1500, ratio: 0.07, route: "/a" }, { kind: "latency", ms: 1500, ratio: 0.07, route: "/a" }],
    ["latency", { p50: 100, p95: 1500, p99: 3000 }, { kind: "latency", p50: 100, p95: 1500, p99: 3000 }],
    ["memory", { share: 0.9 }, { kind: "memory", share: 0.9 }],
    ["pool", { share: 0.9 }, { kind: "pool", share: 0.9 }],
    ["slow-query", { ms: 400, ratio: 0.5 }, { kind: "slow-query", ms: 400, ratio: 0.5 }],
    ["cpu-burn", { share: 0.5 }, { kind: "cpu-burn", share: 0.5 }],
    ["traffic", { share: 0 }, { kind: "traffic", share: 0 }],
    ["login-brute-force", { perSecond: 20 }, { kind: "login-brute-force", perSecond: 20 }],
    ["surge", { load: "reports" }, { kind: "surge", load: "reports" }],
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
        { key: "how", message: "`how`: expected kill, pause or cut" },
        { key: "hard", message: "unknown parameter `hard`" },
      ],
    ],
    ["latency", {}, [{ message: "`ms` is missing: expected milliseconds, such as 1500" }]],
    [
      "latency",
      { ms: 1500, p50: 100 },
      [
        { message: "`p95` is missing: expected milliseconds, such as 1500" },
        { message: "`p99` is missing: expected milliseconds, such as 1500" },
        { key: "ms", message: "unknown parameter `ms`" },
      ],
    ],
    ["latency", { p50: 100, p95: 50, p99: 200 }, [{ key: "p95", message: "`p95`: expected at least p50" }]],
    ["surge", {}, [{ message: "`load` is missing: expected the name of a load profile, such as reports" }]],
    ["memory", { share: 1.2 }, [{ key: "share", message: "`share`: expected at most 1" }]],
    ["pool", { share: 0 }, [{ key: "share", message: "`share`: expected more than 0" }]],
    ["slow-query", { ms: 5000 }, [{ key: "ms", message: "`ms`: expected at most 4000 milliseconds" }]],
    ["cpu-burn", { share: 1 }, [{ key: "share", message: "`share`: expected at most 0.95" }]],
    ["traffic", { share: 1 }, [{ key: "share", message: "`share`: expected less than 1: what is left of the load" }]],
    [
      "login-brute-force",
      { perSecond: "20" },
      [{ key: "perSecond", message: "`perSecond`: expected logins per second, such as 20" }],
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
      ["http_requests_total", "500", 0, 20],
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

describe("the ideal signal of every other alert's own fault", () => {
  const of = (spec: Parameters<typeof faultOf>[0], metric: string) =>
    faultOf(spec)
      .predict(around)
      ?.filter((one) => one.metric === metric)
      .map(({ labels, before, during }) => [labels["le"] ?? labels["status_code"], before, during]);

  test("of slow answers is a histogram in which they are beyond each bound below them", () => {
    const buckets = of({ kind: "latency", ms: 1500, ratio: 0.2 }, "http_request_duration_seconds_bucket");
    expect(buckets?.filter(([le]) => ["0.7", "1.0", "3.0", "+Inf"].includes(String(le)))).toEqual([
      ["0.7", 100, 80],
      ["1.0", 100, 80],
      ["3.0", 100, 100],
      ["+Inf", 100, 100],
    ]);
    expect(of({ kind: "latency", ms: 1500, ratio: 0.2 }, "http_request_duration_seconds_sum")).toEqual([
      ["200", 0, 30],
    ]);
  });

  test("of a distribution of them grows with the bounds, up to all", () => {
    const spec = { kind: "latency", p50: 200, p95: 1000, p99: 3000 } as const;
    const within = of(spec, "http_request_duration_seconds_bucket")?.map(([, , during]) => Number(during)) ?? [];
    expect(within).toEqual(within.toSorted((a, b) => a - b));
    expect(within.at(-1)).toBe(100);
    expect(within[0]).toBeCloseTo(25, 5);
    expect(within[5]).toBeCloseTo(95, 5);
  });

  test("of memory, of a pool and of traffic is the level that it says", () => {
    expect(of({ kind: "memory", share: 0.9 }, "memory_usage_percent")).toEqual([[undefined, 20, 90]]);
    expect(of({ kind: "pool", share: 0.9 }, "db_connections_active")).toEqual([[undefined, 0, 18]]);
    expect(of({ kind: "pool", share: 0.9 }, "db_connections_max")).toEqual([[undefined, 20, 20]]);
    expect(of({ kind: "traffic", share: 0.005 }, "http_requests_total")).toEqual([["200", 100, 0.5]]);
    expect(of({ kind: "login-brute-force", perSecond: 20 }, "http_requests_total")).toEqual([
      ["200", 100, 100],
      ["401", "stale", 20],
    ]);
  });

  test("is not known where it hangs on what the service makes of it", () => {
    for (const spec of [
      { kind: "latency", ms: 100, route: "/api/bonds" },
      { kind: "slow-query", ms: 100 },
      { kind: "cpu-burn", share: 0.5 },
      { kind: "down", service: "postgres", how: "kill" },
    ] as const)
      expect(faultOf(spec).predict(around)).toBeUndefined();
  });
});

test("what is slow shows only when it ends, and the longest counts; nothing else has a delay", () => {
  expect(faultOf({ kind: "latency", ms: 1500 }).delayMs).toBe(1500);
  expect(faultOf({ kind: "latency", p50: 100, p95: 200, p99: 3000 }).delayMs).toBe(3000);
  expect(faultOf({ kind: "slow-query", ms: 400 }).delayMs).toBe(400);
  expect(faultOf({ kind: "down", service: "redis", how: "pause" }).delayMs).toBe(5500);
  expect(faultOf({ kind: "down", service: "redis", how: "kill" }).delayMs).toBe(0);
  expect(faultOf({ kind: "down", service: "api", how: "pause" }).delayMs).toBe(0);
  expect(faultOf({ kind: "memory", share: 0.9 }).delayMs).toBe(0);
});

test("a network is cut in containers only", () => {
  const cut = faultOf({ kind: "down", service: "redis", how: "cut" });
  expect(cut.refusal("process")).toMatch(/use pause, or --runtime container/);
  expect(cut.refusal("container")).toBeUndefined();
  expect(faultOf({ kind: "down", service: "redis", how: "pause" }).refusal("process")).toBeUndefined();
});

describe("evidence", () => {
  test("of what is slow is a bucket beyond the nearest bound below it; none where there is no such bound", () => {
    expect(faultOf({ kind: "latency", ms: 1500, route: "/api/bonds" }).evidence(around)).toEqual({
      selector:
        'http_request_duration_seconds_bucket{instance="api:3000",route="/api/bonds",le=~"1(\\\\.0)?|\\\\+Inf"}',
      shows: "more slow ones",
      thanSeconds: 1,
    });
    expect(faultOf({ kind: "latency", ms: 100 }).evidence(around)).toBeUndefined();
    expect(faultOf({ kind: "slow-query", ms: 60 }).evidence(around)).toMatchObject({ thanSeconds: 0.05 });
  });

  test("of levels is the level, of traffic that it grows more slowly", () => {
    expect(faultOf({ kind: "memory", share: 0.9 }).evidence(around)).toMatchObject({ shows: "at least", value: 89 });
    expect(faultOf({ kind: "pool", share: 0.9 }).evidence(around)).toMatchObject({ shows: "at least", value: 18 });
    expect(faultOf({ kind: "cpu-burn", share: 0.5 }).evidence(around)).toMatchObject({ shows: "more by", value: 20 });
    expect(faultOf({ kind: "traffic", share: 0.1 }).evidence(around)).toMatchObject({
      shows: "slower growth",
      share: 0.1,
    });
    expect(faultOf({ kind: "login-brute-force", perSecond: 1 }).evidence(around)?.selector).toContain(
      'route="/api/auth/login",status_code="401"',
    );
  });

  test("of what nobody scrapes is that the API fails", () => {
    expect(faultOf({ kind: "down", service: "redis", how: "kill" }).evidence(around)).toEqual({
      selector: 'http_requests_total{instance="api:3000",status_code=~"5.."}',
      shows: "above what it was",
    });
  });

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
