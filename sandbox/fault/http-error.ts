import { z } from "zod";
import type { Fault } from "./fault.ts";
import { inApp } from "./app-fault.ts";
import { allUp, requests } from "./ideal-series.ts";
import { readParameters } from "./parameters.ts";
import { ratio, route, spec } from "./parts.ts";

const schema = z
  .strictObject({ ratio, route: route.optional() })
  .transform((parameters) => spec("http-error", parameters));

/** Each 1/ratio-th request to the API is answered with status 500: deterministic, so that firing times don't scatter. */
export const httpError: Fault<"http-error"> = {
  kind: "http-error",
  summary: "http-error {ratio, route?}: that share of the API's answers is a 500",
  bracketMs: { process: 10, container: 20 },
  read: (parameters) => readParameters(schema, parameters),
  inject: (wanted, { api }) => inApp("http-error", { ratio: wanted.ratio, route: wanted.route }, api),

  predict: ({ ratio: share, route: one }, around) => {
    // A single route's share of the load is not known here.
    if (one !== undefined) return undefined;
    const all = around.requestsPerSecond;
    return [
      requests(around, "200", { before: all, during: (1 - share) * all }),
      // No error was ever counted before the first one; once there, the counter stays.
      requests(around, "500", { before: 0, during: share * all }),
      ...allUp(around),
    ];
  },

  silences: () => [],

  evidence: (_spec, { targets }) =>
    targets["api"] && {
      selector: `http_requests_total{instance="${targets["api"].instance}",status_code="500"}`,
      shows: "above what it was",
    },
};
