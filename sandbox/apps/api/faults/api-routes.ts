import type { FastifyInstance, FastifyReply } from "fastify";

/** What happens to a request before its handler: `next` lets it go on; without it, the request has been answered. */
export type BeforeHandler = (route: string, reply: FastifyReply, next: () => void) => void;

/** The routes under /api, never health or metrics, with something before each of their handlers. */
export interface ApiRoutes {
  readonly install: (app: FastifyInstance) => void;
  /** Their patterns, as far as they were added. */
  readonly patterns: ReadonlySet<string>;
}

export function apiRoutes(before: BeforeHandler): ApiRoutes {
  const patterns = new Set<string>();
  return {
    patterns,
    install: (app) =>
      app.addHook("onRoute", (route) => {
        if (!route.url.startsWith("/api/")) return;
        patterns.add(route.url);
        // Before the body is read and anything is asked of a database.
        route.onRequest = [
          ...[route.onRequest ?? []].flat(),
          (_request, reply, done) => before(route.url, reply, () => done()),
        ];
      }),
  };
}
