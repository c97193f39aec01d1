import { z } from "zod";
import { inApp } from "./app-fault.ts";
import { queryBuckets, slowOnes } from "./buckets.ts";
import type { Fault } from "./fault.ts";
import { readParameters } from "./parameters.ts";
import { milliseconds, ratio, spec } from "./parts.ts";

// The API gives a statement five seconds; one that is ended would be an error, not slow.
const schema = z
  .strictObject({ ms: milliseconds(4_000), ratio: ratio.optional() })
  .transform((parameters) => spec("slow-query", parameters));

/** The database sleeps before each 1/ratio-th query of the API (all, without a ratio), on the connection that it was sent on. */
export const slowQuery: Fault<"slow-query"> = {
  kind: "slow-query",
  summary:
    "slow-query {ms, ratio?}: the database takes so many milliseconds longer for each query, or that share of them",
  bracketMs: { process: 10, container: 20 },
  read: (parameters) => readParameters(schema, parameters),
  delayMs: ({ ms }) => ms,
  inject: (wanted, { api }) => inApp("slow-query", { ms: wanted.ms, ratio: wanted.ratio }, api),
  // How many requests wait for a connection meanwhile hangs on how busy the pool is.
  predict: () => undefined,
  silences: () => [],
  evidence: ({ ms }, { targets }) =>
    targets["api"] && slowOnes("db_query_duration_seconds", `instance="${targets["api"].instance}"`, queryBuckets, ms),
};
