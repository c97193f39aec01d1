import { z } from "zod";
import type { Fault } from "./fault.ts";
import { allUp, requests } from "./ideal-series.ts";
import { readParameters } from "./parameters.ts";
import { spec } from "./parts.ts";

const schema = z
  .strictObject({
    share: z
      .number("expected a number from 0 and below 1, such as 0.005")
      .min(0, "expected 0 or more")
      .lt(1, "expected less than 1: what is left of the load"),
  })
  .transform((parameters) => spec("traffic", parameters));

/** The users stay away: only that share of the load is sent, evenly. Nothing is wrong with the service. */
export const traffic: Fault<"traffic"> = {
  kind: "traffic",
  summary: "traffic {share}: only that share of the load is left",
  bracketMs: { process: 1, container: 1 },
  read: (parameters) => readParameters(schema, parameters),

  inject: async ({ share }, { load }) => {
    const pace = load.pace(share);
    return { [Symbol.asyncDispose]: async () => pace[Symbol.dispose]() };
  },

  predict: ({ share }, around) => [
    requests(around, "200", { before: around.requestsPerSecond, during: share * around.requestsPerSecond }),
    ...allUp(around),
  ],

  silences: () => [],

  evidence: ({ share }, { targets }) =>
    targets["api"] && {
      selector: `http_requests_total{instance="${targets["api"].instance}"}`,
      shows: "slower growth",
      share,
    },
};
