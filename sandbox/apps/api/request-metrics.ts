import type { FastifyInstance } from "fastify";
import type { Metrics } from "./metrics.ts";
import type { Traffic } from "./traffic.ts";

/** The route label of every request that no route matches: a scan of unknown URLs adds no series. */
const unmatched = "unmatched";
/** Methods that a client may make up are counted as one. */
const knownMethods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** What the API answers when it fails, or what it stands on is away. */
const failures = ["500", "503"] as const;

/** One series of each metric, looked up once. */
interface Observed {
  readonly duration: { observe(seconds: number): void };
  readonly total: { inc(): void };
}

/**
 * Counts and times each request of the routes that are added after it. Scrapes of /metrics are left out, so that
 * a rate of requests is the rate of the users', whatever the scrape interval is; health checks count as any other.
 */
export function measureRequests(app: FastifyInstance, metrics: Metrics, traffic: Traffic): void {
  const recorder = (method: string, route: string) => {
    const byStatus = new Map<number, Observed>();
    return (status: number, milliseconds: number) => {
      let observed = byStatus.get(status);
      if (observed === undefined) {
        observed = {
          duration: metrics.requestDuration.labels(method, route, String(status)),
          total: metrics.requestsTotal.labels(method, route, String(status)),
        };
        byStatus.set(status, observed);
      }
      observed.duration.observe(milliseconds / 1000);
      observed.total.inc();
      traffic.record(status, milliseconds);
    };
  };

  app.addHook("onRoute", (route) => {
    if (route.url === "/metrics") return;
    const record = recorder(String(route.method), route.url);
    if (route.url.startsWith("/api/") && route.method !== "HEAD") {
      // A counter that appears with its first error tells a rate nothing of that error: those to be expected begin at zero.
      for (const status of failures) metrics.requestsTotal.labels(String(route.method), route.url, status).inc(0);
    }
    route.onResponse = [
      ...[route.onResponse ?? []].flat(),
      (_request, reply, done) => {
        record(reply.statusCode, reply.elapsedTime);
        done();
      },
    ];
  });

  const recordUnmatched = new Map(
    [...knownMethods, "OTHER"].map((method) => [method, recorder(method, unmatched)] as const),
  );
  app.addHook("onResponse", (request, reply, done) => {
    if (request.is404) {
      const method = knownMethods.has(request.method) ? request.method : "OTHER";
      recordUnmatched.get(method)?.(reply.statusCode, reply.elapsedTime);
    }
    done();
  });
}

/** Real open sockets, by the server's own events. */
export function measureConnections(app: FastifyInstance, metrics: Metrics): void {
  app.server.on("connection", (socket) => {
    metrics.activeConnections.inc();
    socket.once("close", () => metrics.activeConnections.dec());
  });
}
