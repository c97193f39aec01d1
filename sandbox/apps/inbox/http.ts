import fastify from "fastify";
import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import type { HttpKind } from "./kind.ts";
import { pagerduty } from "./pagerduty.ts";
import { renderPage } from "./page.ts";
import { slack } from "./slack.ts";
import type { Store } from "./store.ts";
import { webhook } from "./webhook.ts";

/** Nothing that Alertmanager sends comes near it. */
export const bodyLimitBytes = 1024 * 1024;

/**
 * Takes notifications and shows them: `POST /slack|pagerduty|webhook/:receiver`, `GET /deliveries?after=ID`,
 * `GET /` for people, `GET /health/live`. A body that is no JSON (400) or too large (413) is kept as well, with a note.
 */
export function buildHttp(store: Store): FastifyInstance {
  const app = fastify({ logger: false, bodyLimit: bodyLimitBytes, routerOptions: { maxParamLength: 1000 } });
  // Whatever the content type says: what was received is read below.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, text, done) => done(null, text));

  for (const kind of [slack, pagerduty, webhook]) take(app, kind, store);
  app.get<{ Querystring: { after?: string } }>("/deliveries", (request, reply) => {
    const after = Number(request.query.after ?? 0);
    if (!Number.isSafeInteger(after) || after < 0)
      return reply.code(400).send({ message: "after is the id of a delivery, or 0" });
    return { deliveries: store.after(after) };
  });
  app.get("/", (_request, reply) =>
    reply
      .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'")
      .type("text/html; charset=utf-8")
      .send(renderPage(store.after(0))),
  );
  app.get("/health/live", () => ({ status: "ok" }));
  return app;
}

function take(app: FastifyInstance, kind: HttpKind, store: Store): void {
  const refuse = (reply: FastifyReply, status: number, receiver: string, body: unknown, note: string) => {
    store.keep({ at: Date.now(), kind: kind.kind, receiver, alerts: [], body, note });
    const answer = kind.refuse(note);
    return reply.code(status).type(answer.type).send(answer.body);
  };

  app.post<{ Params: { receiver: string } }>(`/${kind.kind}/:receiver`, {
    handler: (request, reply) => {
      const receivedAt = Date.now();
      const { receiver } = request.params;
      const text = typeof request.body === "string" ? request.body : "";
      let body: unknown;
      try {
        body = JSON.parse(text);
      } catch (error) {
        return refuse(reply, 400, receiver, text, `the body is no JSON: ${String(error)}`);
      }
      const delivery = store.keep({ at: receivedAt, kind: kind.kind, receiver, body, ...kind.read(body) });
      const answer = kind.accept(delivery);
      return reply.code(answer.status).type(answer.type).send(answer.body);
    },
    errorHandler: (error: FastifyError, request, reply) => {
      const { receiver } = request.params;
      void refuse(reply, error.statusCode ?? 500, receiver, null, `not received: ${error.message}`);
    },
  });
}
