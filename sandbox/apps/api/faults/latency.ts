import { apiRoutes } from "./api-routes.ts";
import { delayOf } from "./delays.ts";
import type { Distribution } from "./delays.ts";
import type { AppFault } from "./fault.ts";
import { numberFrom, oneOf, optional, problemOf } from "./parameters.ts";
import { eachNth } from "./share.ts";

/** Milliseconds: the same for a share of requests (each 1/ratio-th; without a ratio all), or by a distribution for all. */
type Parameters = ({ readonly ms: number; readonly ratio?: number } | Distribution) & {
  /** A route's pattern; without it, every route under /api. */
  readonly route?: string;
};

const longestMs = 30_000;

/**
 * Requests wait before anything else is done with them, so that none holds a connection of the database meanwhile. Only routes
 * under /api are ever hit, never health or metrics. When it is cleared, those that wait go on at once.
 */
export function latency(): AppFault {
  let inForce: { readonly parameters: Parameters; readonly next: () => number } | undefined;
  const waiting = new Map<NodeJS.Timeout, () => void>();
  const { install, patterns } = apiRoutes((route, _reply, goOn) => {
    const hit = inForce !== undefined && (inForce.parameters.route ?? route) === route;
    const ms = hit ? (inForce?.next() ?? 0) : 0;
    if (ms <= 0) return goOn();
    const timer = setTimeout(() => {
      waiting.delete(timer);
      goOn();
    }, ms);
    waiting.set(timer, goOn);
  });
  const clear = async (): Promise<void> => {
    inForce = undefined;
    const released = [...waiting];
    waiting.clear();
    for (const [timer, goOn] of released) {
      clearTimeout(timer);
      goOn();
    }
  };
  return {
    kind: "latency",
    install,
    set: async (parameters) => {
      const ms = numberFrom(0, longestMs);
      const route = optional(oneOf("route", patterns));
      const distributed = typeof parameters === "object" && parameters !== null && "p50" in parameters;
      const { p50, p95 } = (distributed ? parameters : {}) as Partial<Distribution>;
      const problem = problemOf(
        "latency",
        parameters,
        distributed
          ? { p50: ms, p95: numberFrom(p50 ?? 0, longestMs), p99: numberFrom(p95 ?? 0, longestMs), route }
          : { ms, ratio: optional(numberFrom(0, 1)), route },
      );
      if (problem) return problem;
      await clear();
      inForce = { parameters: parameters as Parameters, next: delays(parameters as Parameters) };
      return undefined;
    },
    clear,
    current: () => inForce && { ...inForce.parameters },
  };
}

/** The delay of each next request. */
function delays(parameters: Parameters): () => number {
  if ("ms" in parameters) {
    const hits = eachNth(parameters.ratio ?? 1);
    return () => (hits() ? parameters.ms : 0);
  }
  let n = 0;
  return () => delayOf(parameters, n++);
}
