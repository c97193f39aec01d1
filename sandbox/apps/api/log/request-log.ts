import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Logger } from "winston";
import { traceOf } from "./asker.ts";
import type { EcsField, Fields } from "./ecs.ts";
import { written } from "./log.ts";
import type { Redaction } from "./redaction.ts";

/**
 * One line per request, on `error` from status 400 on. A request of a route under /api is a transaction, and its line has that as
 * well: a second line would say the same again. At level `debug`, a line has headers and body too. Every answer names
 * its request in `x-request-id`. What is off costs a comparison.
 */
export function logRequests(app: FastifyInstance, logger: Logger, redaction: Redaction): void {
  const info = logger.isLevelEnabled("info");
  const error = logger.isLevelEnabled("error");
  const debug = logger.isLevelEnabled("debug");
  const agents = new Known((agent) => `,${name("user_agent.original")}${JSON.stringify(redaction.agent(agent))}`);
  const transactions = new Known(transaction);

  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    const failed = reply.statusCode >= 400;
    if (!(failed ? error : info)) return done();
    const route = request.routeOptions.url;
    const agent = request.headers["user-agent"];
    const isTransaction = route?.startsWith("/api/") === true;
    // Methods, numbers, addresses, hexadecimal digits and ids of ours have nothing to escape.
    let line = failed ? '"message":"HTTP Error",' : '"message":"HTTP Request",';
    line += `${name("http.request.method")}"${request.method}",`;
    line += `${name("url.original")}${JSON.stringify(redaction.url(route, request.url))},`;
    line += `${name("http.response.status_code")}${reply.statusCode},`;
    line += `${name("event.duration")}${Math.round(reply.elapsedTime * 1e6)},`;
    line += `${name("client.ip")}"${request.ip}",`;
    line += `${name("http.request.id")}"${request.id}",${name("trace.id")}"${traceOf(request)}"`;
    if (agent !== undefined) line += agents.get(agent);
    if (request.session !== null) line += `,${name("user.id")}"${request.session.userId}"`;
    if (isTransaction) line += transactions.get(`${request.method} ${route}`) + String(request.spans);
    if (debug) line += told(request, redaction);
    logger.log({ level: failed ? "error" : "info", message: "", [written]: line });
    done();
  });
}

/** The fields of one, but for the number of its spans. */
function transaction(what: string): string {
  const fields = {
    "event.action": "transaction",
    "transaction.name": what,
    "transaction.type": "request",
  } satisfies Fields;
  return `,${JSON.stringify(fields).slice(1, -1)},${name("transaction.span_count.started")}`;
}

/** A field's name as JSON has it before its value; only those of the table. */
function name<F extends EcsField>(field: F): `"${F}":` {
  return `"${field}":`;
}

function told(request: FastifyRequest, redaction: Redaction): string {
  const fields: Fields = {
    "bailbondpro.request.headers": redaction.value("headers", request.headers),
    "bailbondpro.request.body": redaction.value("body", request.body),
  };
  return `,${JSON.stringify(fields).slice(1, -1)}`;
}

/** What becomes of texts that come again and again. */
class Known {
  readonly #known = new Map<string, string>();
  readonly #make: (text: string) => string;

  constructor(make: (text: string) => string) {
    this.#make = make;
  }

  get(text: string): string {
    let made = this.#known.get(text);
    if (made === undefined) {
      made = this.#make(text);
      // A scanner may have as many as it likes.
      if (this.#known.size >= 500) this.#known.clear();
      this.#known.set(text, made);
    }
    return made;
  }
}
