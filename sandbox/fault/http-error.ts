import { z } from "zod";
import { FiredrillError } from "../errors.ts";
import type { IdealSeries } from "../prove/ideal.ts";
import type { Fault, Surroundings } from "./fault.ts";
import { readParameters } from "./parameters.ts";

const schema = z
  .strictObject({
    ratio: z
      .number("expected a number above 0 and up to 1, such as 0.2")
      .gt(0, "expected more than 0")
      .max(1, "expected at most 1"),
    route: z
      .string("expected a route's pattern, such as /api/bonds/:id")
      .startsWith("/", "expected a route's pattern, such as /api/bonds/:id")
      .optional(),
  })
  .transform(({ ratio, route }) => ({ kind: "http-error" as const, ratio, ...(route === undefined ? {} : { route }) }));

/** Each 1/ratio-th request to the API is answered with status 500: deterministic, so that firing times don't scatter. */
export const httpError: Fault<"http-error"> = {
  kind: "http-error",
  summary: "http-error {ratio, route?}: that share of the API's answers is a 500",
  destructive: false,
  bracketMs: { process: 10, container: 20 },
  read: (parameters) => readParameters(schema, parameters),

  inject: async ({ ratio, route }, { api: control }) => {
    await control("PUT", "/faults/http-error", { ratio, ...(route === undefined ? {} : { route }) }).catch(
      failed("put in force"),
    );
    return {
      [Symbol.asyncDispose]: async () => {
        await control("DELETE", "/faults/http-error").catch(failed("lifted"));
      },
    };
  },

  predict: ({ ratio, route }, around) => {
    // A single route's share of the load is not known here.
    if (route !== undefined) return undefined;
    const answers = (status: string): Pick<IdealSeries, "metric" | "labels" | "type"> => ({
      metric: "http_requests_total",
      labels: { ...around.targets["api"], method: "GET", route: "/api/bonds", status_code: status },
      type: "counter",
    });
    const { requestsPerSecond } = around;
    // No error was ever counted before the first one; once there, the counter stays.
    const errors: IdealSeries = { ...answers("500"), before: "stale", during: ratio * requestsPerSecond, after: 0 };
    const successes: IdealSeries = {
      ...answers("200"),
      before: requestsPerSecond,
      during: (1 - ratio) * requestsPerSecond,
    };
    return [successes, errors, ...allUp(around)];
  },

  silences: () => [],

  evidence: (_spec, around) => {
    const target = around.targets["api"];
    if (!target) return undefined;
    return {
      selector: `http_requests_total{instance="${target.instance}",status_code="500"}`,
      shows: "above what it was",
    };
  },
};

function allUp(around: Surroundings): IdealSeries[] {
  return Object.values(around.targets).map((labels) => ({ metric: "up", labels, type: "gauge", before: 1, during: 1 }));
}

function failed(what: string) {
  return (cause: unknown): never => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new FiredrillError("fault-failed", `http-error could not be ${what}: ${why}`, { cause });
  };
}
