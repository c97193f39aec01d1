import type { Database } from "../database.ts";
import type { AppFault } from "./fault.ts";
import { numberFrom, optional, problemOf } from "./parameters.ts";
import { eachNth } from "./share.ts";

interface Parameters {
  readonly ms: number;
  /** 0 to 1: the share of queries that are slow, each 1/ratio-th; without it, all. */
  readonly ratio?: number;
}

/** A statement gets five seconds: one that is ended would be an error, not slow. */
const longestMs = 4_000;

/** The database really sleeps before a query, on the query's own connection, which is held as long. */
export function slowQuery(database: Pick<Database, "delayMs">): AppFault {
  let inForce: Parameters | undefined;
  return {
    kind: "slow-query",
    set: async (parameters) => {
      const problem = problemOf("slow-query", parameters, {
        ms: numberFrom(0, longestMs),
        ratio: optional(numberFrom(0, 1)),
      });
      if (problem) return problem;
      const given = parameters as Parameters;
      const hits = eachNth(given.ratio ?? 1);
      inForce = given;
      database.delayMs = () => (hits() ? given.ms : 0);
      return undefined;
    },
    // Those that sleep notice at their next turn.
    clear: async () => {
      inForce = undefined;
      database.delayMs = undefined;
    },
    current: () => inForce && { ...inForce },
  };
}
