import { z } from "zod";
import type { Fault } from "./fault.ts";
import { readParameters } from "./parameters.ts";
import { spec } from "./parts.ts";

const schema = z
  .strictObject({ load: z.string("expected the name of a load profile, such as reports") })
  .transform((parameters) => spec("surge", parameters));

/** More users come, with wishes of their own, beside those who are there. Nothing is wrong with the service: whether it can bear that is the question. */
export const surge: Fault<"surge"> = {
  kind: "surge",
  summary: "surge {load}: another load profile beside the load",
  bracketMs: { process: 10, container: 20 },
  read: (parameters) => readParameters(schema, parameters),
  inject: ({ load: name }, { load }) => load.surge(name),
  // What the service makes of a load is what such a drill is to find out.
  predict: () => undefined,
  silences: () => [],
  evidence: (_spec, { targets }) =>
    targets["api"] && {
      selector: `http_requests_total{instance="${targets["api"].instance}"}`,
      shows: "faster growth",
    },
};
