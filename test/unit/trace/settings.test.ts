import { expect, test } from "vitest";
import { readTraceSettings as read } from "../../../sandbox/apps/api/trace/settings.ts";

test("nothing is traced unless it is asked for", () => {
  expect(read({})).toBeUndefined();
  expect(read({ OTEL_SERVICE_NAME: "x", OTEL_TRACES_SAMPLER: "always_on" })).toBeUndefined();
  expect(read({ OTEL_TRACES_EXPORTER: "none", OTEL_EXPORTER_OTLP_ENDPOINT: "http://x" })).toBeUndefined();
  expect(read({ OTEL_TRACES_EXPORTER: "otlp", OTEL_SDK_DISABLED: "true" })).toBeUndefined();
  expect(read({ OTEL_TRACES_EXPORTER: "otlp" })).toBeDefined();
  expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://x" })).toBeDefined();
});

test("the defaults are the specification's", () => {
  expect(read({ OTEL_TRACES_EXPORTER: "otlp" })).toEqual({
    form: "protobuf",
    url: new URL("http://localhost:4318/v1/traces"),
    headers: {},
    timeoutMs: 10_000,
    parentBased: true,
    ratio: 1,
    serviceName: "bailbondpro",
    resource: {},
    delayMs: 5000,
    capacity: 2048,
    batch: 512,
  });
});

test("an endpoint of all signals is added to, that of traces is taken as it is, and goes before", () => {
  const urlOf = (env: Readonly<Record<string, string>>) => read(env)?.url.href;
  expect(urlOf({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://x:1/below/" })).toBe("http://x:1/below/v1/traces");
  const both = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://x:1", OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://y/take" };
  expect(urlOf(both)).toBe("https://y/take");
  const zipkin = { OTEL_TRACES_EXPORTER: "zipkin", OTEL_EXPORTER_ZIPKIN_ENDPOINT: "http://z:9411/api/v2/spans" };
  expect(read(zipkin)).toMatchObject({ form: "zipkin", url: new URL("http://z:9411/api/v2/spans") });
});

test("samplers, headers and what the process says of itself", () => {
  const sampler = (name: string, arg = "") =>
    read({ OTEL_TRACES_EXPORTER: "otlp", OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: arg });
  expect(sampler("parentbased_traceidratio", "0.01")).toMatchObject({ parentBased: true, ratio: 0.01 });
  expect(sampler("traceidratio", "0.5")).toMatchObject({ parentBased: false, ratio: 0.5 });
  expect(sampler("always_off", "1")).toMatchObject({ parentBased: false, ratio: 0 });
  expect(
    read({
      OTEL_TRACES_EXPORTER: "otlp",
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20x,a=b=c",
      OTEL_RESOURCE_ATTRIBUTES: "k8s.pod.name=p1",
    }),
  ).toMatchObject({ headers: { authorization: "Bearer x", a: "b=c" }, resource: { "k8s.pod.name": "p1" } });
});

test.each([
  [{ OTEL_TRACES_EXPORTER: "jaeger" }, "OTEL_TRACES_EXPORTER jaeger: expected otlp, zipkin or none"],
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }, "OTEL_EXPORTER_OTLP_PROTOCOL grpc: expected http/protobuf or http/json"],
  [{ OTEL_TRACES_SAMPLER: "sometimes" }, /^OTEL_TRACES_SAMPLER sometimes: expected one of always_on, /],
  [{ OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "2" }, /^OTEL_TRACES_SAMPLER_ARG 2: expected a num/],
  [{ OTEL_BSP_MAX_QUEUE_SIZE: "0" }, "OTEL_BSP_MAX_QUEUE_SIZE 0: expected a whole number, 1 or above"],
  // What may be a secret is not said again.
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "hunter2" }, /^OTEL_EXPORTER_OTLP_ENDPOINT: expected http:\/\/HOST:PORT or https/],
  [{ OTEL_EXPORTER_OTLP_HEADERS: "hunter2" }, /^OTEL_EXPORTER_OTLP_HEADERS: expected NAME=VALUE/],
])("%o can't be meant", (env, message) => {
  expect(() => read({ OTEL_TRACES_EXPORTER: "otlp", ...env })).toThrow(message);
});
