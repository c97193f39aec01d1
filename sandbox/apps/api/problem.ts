import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import { STATUS_CODES } from "node:http";
import { DatabaseError } from "pg";
import type { Asker } from "./log/asker.ts";
import type { Redaction } from "./log/redaction.ts";
import { Unavailable } from "./unavailable.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** What may be told of what came in. */
    redaction: Redaction;
  }
}

/** An RFC 9457 problem document. `type` is about:blank, so `title` is the status in words. */
export interface Problem {
  readonly status: number;
  /** A sentence about this occurrence. */
  readonly detail: string;
  /** Where a body is wrong: a JSON pointer and what was expected there. */
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .header("content-type", "application/problem+json")
    .send(JSON.stringify({ type: "about:blank", title: STATUS_CODES[problem.status] ?? "Unknown", ...problem }));
}

/** What came in as a problem may say it back: who asked has it anyway, but an answer is kept in places that he does not know of. */
export function echo(reply: FastifyReply, field: string, value: string): string {
  return String(reply.server.redaction.value(field, value));
}

/** Every error of the routes of `app` is answered with a problem document; what is inside stays inside. */
export function answerWithProblems(
  app: FastifyInstance,
  report: (error: Error, asker: Asker) => void,
  redaction: Redaction,
): void {
  app.decorate("redaction", redaction);
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    // What is away was reported when it went: not again by each request that needs it.
    const away = error instanceof Unavailable;
    if (status >= 500 && !away) report(error, request);
    return sendProblem(reply, {
      status,
      detail: status >= 500 && !away ? "The request could not be handled." : redaction.text(error.message),
      ...(error.validation
        ? {
            errors: error.validation.map((wrong) => ({
              pointer: wrong.instancePath,
              detail: wrong.message ?? "is not valid",
            })),
          }
        : {}),
    });
  });
  app.setNotFoundHandler((request, reply) => {
    const detail = `There is no ${request.method} ${redaction.url(undefined, request.url)}.`;
    return sendProblem(reply, { status: 404, detail });
  });
}

/**
 * The rows of a statement, or a 422 if it named a row that is not there; `references` has what to say, by the column
 * that names it. PostgreSQL is the one to find out: asking first would be one more query, and could still be wrong.
 */
export async function missingReference<T>(
  rows: Promise<T>,
  references: Readonly<Record<string, { readonly pointer: string; readonly detail: string }>>,
): Promise<T | Problem> {
  try {
    return await rows;
  } catch (error) {
    const foreignKey = error instanceof DatabaseError && error.code === "23503" ? error.constraint : undefined;
    const found = Object.entries(references).find(([column]) => foreignKey?.endsWith(`_${column}_fkey`));
    if (!found) throw error;
    return { status: 422, detail: found[1].detail, errors: [found[1]] };
  }
}
