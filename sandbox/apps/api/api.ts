import fastify from "fastify";
import type { FastifyInstance } from "fastify";
import type { Logger } from "winston";
import { addBonds } from "./bonds.ts";
import { buildControl } from "./control.ts";
import { cpuBurn } from "./faults/cpu-burn.ts";
import { httpError } from "./faults/http-error.ts";
import { latency } from "./faults/latency.ts";
import { memory } from "./faults/memory.ts";
import { addHealth } from "./health.ts";
import { logRequests } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { answerWithProblems, sendProblem } from "./problem.ts";
import { measureConnections, measureRequests } from "./request-metrics.ts";

/** Neither listens yet. */
interface Api {
  /** What users talk to. */
  readonly users: FastifyInstance;
  /** What switches faults; undefined without a token: an API that nobody asked to break can't be broken. */
  readonly control: FastifyInstance | undefined;
}

export function buildApi(logger: Logger, controlToken: string | undefined, memoryLimitBytes = 536_870_912): Api {
  const report = (error: Error) => logger.error({ message: error.message, stack: error.stack });
  const users = fastify({
    logger: false,
    // Say everything that is wrong with a body in one go, and neither convert nor drop anything silently.
    ajv: { customOptions: { allErrors: true, coerceTypes: false, removeAdditional: false } },
    // A URL that can't even be decoded gets here, past all hooks.
    frameworkErrors: (error, _request, reply) =>
      void sendProblem(reply, { status: error.statusCode ?? 400, detail: error.message }),
  });
  endAfterAnswer(users);
  const metrics = createMetrics();
  const faults = [latency(), httpError(), memory(memoryLimitBytes), cpuBurn()];

  answerWithProblems(users, report);
  measureConnections(users, metrics);
  measureRequests(users, metrics);
  logRequests(users, logger);
  for (const fault of faults) fault.install?.(users);
  addBonds(users);
  addHealth(users, metrics.registry);

  return { users, control: controlToken === undefined ? undefined : buildControl(faults, controlToken, report) };
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
