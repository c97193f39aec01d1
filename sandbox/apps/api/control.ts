import fastify from "fastify";
import type { FastifyInstance } from "fastify";
import { timingSafeEqual } from "node:crypto";
import type { AppFault } from "./faults/fault.ts";
import { decorateAskers, requestIds } from "./log/asker.ts";
import type { Asker } from "./log/asker.ts";
import type { AuditLog } from "./log/audit.ts";
import { strict } from "./log/redaction.ts";
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
  report: (error: Error, asker: Asker) => void,
  audit: Pick<AuditLog, "systemEvent"> | undefined,
): FastifyInstance {
  const app = fastify({ logger: false, forceCloseConnections: true, genReqId: requestIds() });
  decorateAskers(app);
  app.decorateRequest("session", null);
  answerWithProblems(app, report, strict);

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
  const oneByOne = queue();
  for (const fault of faults) {
    app.put(`/faults/${fault.kind}`, async (request, reply) => {
      const problem = await oneByOne(() => fault.set(request.body));
      if (problem) return sendProblem(reply, problem);
      audit?.systemEvent("fault_set", { kind: fault.kind, ...fault.current() });
      return reply.send({ kind: fault.kind, ...fault.current() });
    });
    app.delete(`/faults/${fault.kind}`, async (_request, reply) => {
      await oneByOne(() => fault.clear());
      audit?.systemEvent("fault_cleared", { kind: fault.kind });
      return reply.code(204).send();
    });
  }
  // What a fault holds must not keep the process from ending.
  app.addHook("onClose", async () => {
    await Promise.all(faults.map((fault) => oneByOne(() => fault.clear())));
  });
  return app;
}

/** Work in the order in which it came, each after the one before has ended, however that was. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
}
