import { z } from "zod";
import { apiPoolMax } from "../services/api.ts";
import { inApp } from "./app-fault.ts";
import type { Fault } from "./fault.ts";
import { allUp, level, requests } from "./ideal-series.ts";
import { readParameters } from "./parameters.ts";
import { share, spec } from "./parts.ts";

const schema = z.strictObject({ share: share() }).transform((parameters) => spec("pool", parameters));

/** That share of the API's database connections is held by queries that do not end. */
export const pool: Fault<"pool"> = {
  kind: "pool",
  summary: "pool {share}: queries that do not end hold that share of the API's database connections",
  bracketMs: { process: 100, container: 100 },
  read: (parameters) => readParameters(schema, parameters),
  inject: (wanted, { api }) => inApp("pool", { share: wanted.share }, api),

  predict: ({ share: part }, around) => [
    level(around, "db_connections_active", { before: 0, during: held(part) }),
    level(around, "db_connections_max", { before: apiPoolMax, during: apiPoolMax }),
    // With every connection held nothing that needs the database is answered as it should; what it is, is not predicted.
    ...(held(part) < apiPoolMax
      ? [requests(around, "200", { before: around.requestsPerSecond, during: around.requestsPerSecond })]
      : []),
    ...allUp(around),
  ],

  silences: () => [],

  evidence: ({ share: part }, { targets }) =>
    targets["api"] && {
      selector: `db_connections_active{instance="${targets["api"].instance}"}`,
      shows: "at least",
      value: held(part),
    },
};

function held(part: number): number {
  return Math.round(part * apiPoolMax);
}
