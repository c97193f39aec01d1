import fastify from "fastify";
import type { FastifyInstance } from "fastify";
import { answerWithProblems, sendProblem } from "./problem.ts";

/** Where the users' routes go; it does not listen yet. */
export function createServer(report: (error: Error) => void): FastifyInstance {
  const app = fastify({
    logger: false,
    // Say everything that is wrong with a body in one go, and neither convert nor drop anything silently. The schemas
    // themselves are constants: checking them each time would cost a seventh of the start.
    ajv: { customOptions: { allErrors: true, coerceTypes: false, removeAdditional: false, validateSchema: false } },
    // A URL that can't even be decoded gets here, past all hooks.
    frameworkErrors: (error, _request, reply) =>
      void sendProblem(reply, { status: error.statusCode ?? 400, detail: error.message }),
  });
  endAfterAnswer(app);
  answerWithProblems(app, report);
  return app;
}

/** Closing ends idle connections at once; those that are being answered then must not stay open after their answer. */
function endAfterAnswer(app: FastifyInstance): void {
  let closing = false;
  app.addHook("preClose", (done) => {
    closing = true;
    done();
  });
  app.addHook("onResponse", (_request, _reply, done) => {
    if (closing) setImmediate(() => app.server.closeIdleConnections());
    done();
  });
}
