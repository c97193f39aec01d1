import fastify from "fastify";
import type { FastifyInstance } from "fastify";
import { timingSafeEqual } from "node:crypto";
import type { AppFault } from "./faults/fault.ts";
import { answerWithProblems, sendProblem } from "./problem.ts";

/**
 * The control port: a listener of its own, so that no user of the public port can break anything.
 * - `GET /faults` → 200 `{faults: [{kind, …parameters}]}`, those in force
 * - `PUT /faults/:kind` with its parameters → 200 when in force, 422 where they are wrong
 * - `DELETE /faults/:kind` → 204 when undone, also where it was not in force
 * Each needs `authorization: Bearer TOKEN`, else 401.
 */
export function buildControl(
  faults: readonly AppFault[],
  token: string,
  report: (error: Error) => void,
): FastifyInstance {
  const app = fastify({ logger: false, forceCloseConnections: true });
  answerWithProblems(app, report);

  const expected = Buffer.from(`Bearer ${token}`);
  app.addHook("onRequest", (request, reply, done) => {
    const given = Buffer.from(request.headers.authorization ?? "");
    if (given.length === expected.length && timingSafeEqual(given, expected)) done();
    else {
      const needed = { status: 401, detail: "The control port needs authorization: Bearer TOKEN." };
      sendProblem(reply.header("www-authenticate", "Bearer"), needed);
    }
  });

  app.get("/faults", () => ({
    faults: faults.flatMap((fault) => {
      const parameters = fault.current();
      return parameters ? [{ kind: fault.kind, ...parameters }] : [];
    }),
  }));
  for (const fault of faults) {
    app.put(`/faults/${fault.kind}`, (request, reply) => {
      const problem = fault.set(request.body);
      return problem ? sendProblem(reply, problem) : reply.send({ kind: fault.kind, ...fault.current() });
    });
    app.delete(`/faults/${fault.kind}`, (_request, reply) => {
      fault.clear();
      return reply.code(204).send();
    });
  }
  return app;
}
