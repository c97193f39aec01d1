import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import { STATUS_CODES } from "node:http";

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

/** Every error of the routes of `app` is answered with a problem document; what is inside stays inside. */
export function answerWithProblems(app: FastifyInstance, report: (error: Error) => void): void {
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) report(error);
    return sendProblem(reply, {
      status,
      detail: status >= 500 ? "The request could not be handled." : error.message,
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
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, { status: 404, detail: `There is no ${request.method} ${request.url}.` }),
  );
}
