import { sendProblem } from "../problem.ts";
import type { Problem } from "../problem.ts";
import type { AppFault } from "./fault.ts";

interface Parameters {
  /** 0 to 1: the share of requests that fail. */
  readonly ratio: number;
  /** A route's pattern; without it, every route under /api. */
  readonly route?: string;
}

/**
 * A share of requests is answered with 500. Not at random: of any 1/ratio requests in a row exactly one fails, since
 * chance would move the time at which an alert fires. Only routes under /api are ever hit, never health or metrics.
 */
export function httpError(): AppFault {
  const routes = new Set<string>();
  let inForce: Parameters | undefined;
  let seen = 0;

  const fails = (route: string): boolean => {
    if (inForce === undefined || (inForce.route !== undefined && inForce.route !== route)) return false;
    const before = share(seen, inForce.ratio);
    seen += 1;
    return share(seen, inForce.ratio) > before;
  };

  return {
    kind: "http-error",
    install: (app) =>
      app.addHook("onRoute", (route) => {
        if (!route.url.startsWith("/api/")) return;
        routes.add(route.url);
        route.onRequest = [
          ...[route.onRequest ?? []].flat(),
          (_request, reply, done) => {
            if (fails(route.url)) sendProblem(reply, { status: 500, detail: "The fault http-error is in force." });
            else done();
          },
        ];
      }),
    set: (parameters) => {
      const problem = check(parameters, routes);
      if (problem) return problem;
      inForce = parameters as Parameters;
      seen = 0;
      return undefined;
    },
    clear: () => {
      inForce = undefined;
    },
    current: () => inForce && { ...inForce },
  };
}

/** How many of the first `count` requests fail. The margin is for products like 10 × 0.1, which may fall just short. */
function share(count: number, ratio: number): number {
  return Math.floor(count * ratio + 1e-9);
}

function check(parameters: unknown, routes: ReadonlySet<string>): Problem | undefined {
  const problem = (pointer: string, detail: string): Problem => ({
    status: 422,
    detail: `http-error: ${detail}`,
    errors: [{ pointer, detail }],
  });
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters))
    return problem("", "parameters are an object with ratio and, if wanted, route");
  const { ratio, route, ...unknown } = parameters as Record<string, unknown>;
  const [stray] = Object.keys(unknown);
  if (stray !== undefined) return problem(`/${stray}`, `there is no parameter ${stray}; there are ratio and route`);
  if (typeof ratio !== "number" || ratio < 0 || ratio > 1) return problem("/ratio", "ratio is a number from 0 to 1");
  if (route !== undefined && (typeof route !== "string" || !routes.has(route)))
    return problem("/route", `there is no route ${JSON.stringify(route)}; there are ${[...routes].join(", ")}`);
  return undefined;
}
