import fastify from "fastify";
import type { FastifyInstance } from "fastify";
import { decorateAskers, requestIds } from "./log/asker.ts";
import type { Asker } from "./log/asker.ts";
import { strict } from "./log/redaction.ts";
import type { Redaction } from "./log/redaction.ts";
import { answerWithProblems, sendProblem } from "./problem.ts";

/** Where the users' routes go; it does not listen yet. */
export function createServer(
  report: (error: Error, asker: Asker) => void,
  redaction: Redaction = strict,
): FastifyInstance {
  const app = fastify({
    logger: false,
    // Say everything that is wrong with a body in one go, and neither convert nor drop anything silently. The schemas
    // themselves are constants: checking them each time would cost a seventh of the start.
    ajv: { customOptions: { allErrors: true, coerceTypes: false, removeAdditional: false, validateSchema: false } },
    // A URL that can't even be decoded gets here, past all hooks; the error quotes it.
    frameworkErrors: (error, request, reply) => {
      const detail = error.message.replace(/'.*'/s, () => `'${redaction.url(undefined, request.url)}'`);
      void sendProblem(reply, { status: error.statusCode ?? 400, detail });
    },
    genReqId: requestIds(),
  });
  decorateAskers(app);
  endAfterAnswer(app);
  answerWithProblems(app, report, redaction);
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
