import { sendProblem } from "../problem.ts";
import { apiRoutes } from "./api-routes.ts";
import type { AppFault } from "./fault.ts";
import { numberFrom, oneOf, optional, problemOf } from "./parameters.ts";
import { eachNth } from "./share.ts";

interface Parameters {
  /** 0 to 1: the share of requests that fail. */
  readonly ratio: number;
  /** A route's pattern; without it, every route under /api. */
  readonly route?: string;
}

/** A share of requests is answered with 500, each 1/ratio-th. Only routes under /api are ever hit, never health or metrics. */
export function httpError(): AppFault {
  let inForce: (Parameters & { readonly fails: () => boolean }) | undefined;
  const { install, patterns } = apiRoutes((route, reply, next) => {
    const hit = inForce !== undefined && (inForce.route ?? route) === route && inForce.fails();
    if (hit) sendProblem(reply, { status: 500, detail: "The fault http-error is in force." });
    else next();
  });
  return {
    kind: "http-error",
    install,
    set: async (parameters) => {
      const problem = problemOf("http-error", parameters, {
        ratio: numberFrom(0, 1),
        route: optional(oneOf("route", patterns)),
      });
      if (problem) return problem;
      const given = parameters as Parameters;
      inForce = { ...given, fails: eachNth(given.ratio) };
      return undefined;
    },
    clear: async () => {
      inForce = undefined;
    },
    current: () => {
      if (!inForce) return undefined;
      const { fails: _, ...parameters } = inForce;
      return parameters;
    },
  };
}
