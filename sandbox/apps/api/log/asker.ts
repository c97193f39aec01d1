import type { FastifyInstance } from "fastify";
import { randomBytes, randomFillSync } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Span } from "../trace/span.ts";
import type { Fields } from "./ecs.ts";

/** Who has something done: a request, as far as a log needs it. */
export interface Asker {
  /** The request's id. */
  readonly id: string;
  readonly ip: string;
  readonly headers: IncomingHttpHeaders;
  readonly session: { readonly userId: number } | null;
  /** Empty until somebody needs it: traceOf. */
  traceId: string;
  /** Questions to the database and to Redis so far. */
  spans: number;
  /** Where requests are traced. */
  readonly span: Span | undefined;
}

declare module "fastify" {
  interface FastifyRequest {
    traceId: string;
    spans: number;
    span: Span | undefined;
  }
}

export function decorateAskers(app: FastifyInstance): void {
  app.decorateRequest("traceId", "");
  app.decorateRequest("spans", 0);
  app.decorateRequest("span", undefined);
}

/** Ids of requests: unique for all processes, and cheap. What a client calls its request is not taken: it could be anything. */
export function requestIds(): () => string {
  // With a letter before it, an id that is all digits is not taken for the number of a card.
  const process = `r${randomBytes(6).toString("hex")}`;
  let count = 0;
  return () => `${process}-${(count += 1).toString(36)}`;
}

/** W3C trace context, version 00: only the trace's id is taken, and none that is all zeros. */
const traceparent = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The id of the trace that a request belongs to: its caller's, or a new one. */
export function traceOf(asker: Asker): string {
  if (asker.traceId === "") {
    const given = asker.headers["traceparent"];
    asker.traceId = (typeof given === "string" ? traceparent.exec(given)?.[1] : undefined) ?? newTraceId();
  }
  return asker.traceId;
}

/** What every line of a request has. */
export function fieldsOf(asker: Asker | undefined): Fields {
  if (asker === undefined) return {};
  const ids = { "http.request.id": asker.id, "trace.id": traceOf(asker) };
  return asker.session ? { ...ids, "user.id": String(asker.session.userId) } : ids;
}

const pool = Buffer.alloc(4096);
let used = pool.length;

/** Random numbers for many ids at once: asking for each costs more than a line of the log. */
function newTraceId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return pool.toString("hex", used - 16, used);
}
