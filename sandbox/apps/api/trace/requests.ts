import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Redaction } from "../log/redaction.ts";
import type { Attributes } from "./span.ts";
import type { Tracing } from "./tracing.ts";

/** What machines ask all the time, and what says nothing of anybody. */
const untold = new Set(["/metrics", "/health/live", "/health/ready"]);
const knownMethods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * A span for each request of the routes that are added after it, named by method and route, never by URL; it is the guide's
 * transaction where the route is one of the API's. Lines of the log get its trace's id.
 */
export function traceRequests(app: FastifyInstance, tracing: Tracing, redaction: Redaction): void {
  app.addHook("onRequest", (request, _reply, done) => {
    const route = request.routeOptions.url;
    if (route !== undefined && untold.has(route)) return done();
    const method = knownMethods.has(request.method) ? request.method : "HTTP";
    const name = route === undefined ? method : `${method} ${route}`;
    const span = tracing.request(name, request.headers);
    request.span = span;
    request.traceId = span.traceId;
    if (span.sampled) span.set(attributesOf(request, route, redaction));
    done();
  });
  app.addHook("onError", (request, _reply, error, done) => {
    if ((error.statusCode ?? 500) >= 500) request.span?.fail(error);
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    const { span } = request;
    if (span?.sampled === true) {
      span.set({ "http.response.status_code": reply.statusCode });
      if (reply.statusCode >= 500) span.fail(String(reply.statusCode));
      span.end();
    }
    done();
  });
}

function attributesOf(request: FastifyRequest, route: string | undefined, redaction: Redaction): Attributes {
  const isTransaction = route?.startsWith("/api/") === true;
  const agent = request.headers["user-agent"];
  return {
    "http.request.method": knownMethods.has(request.method) ? request.method : "_OTHER",
    ...(route === undefined ? {} : { "http.route": route }),
    "url.scheme": request.protocol,
    "http.request.id": request.id,
    ...(agent === undefined ? {} : { "user_agent.original": redaction.agent(agent) }),
    ...(isTransaction ? { "transaction.type": "request" } : {}),
  };
}
