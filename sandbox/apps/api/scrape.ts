import type { FastifyInstance } from "fastify";
import type { Registry } from "prom-client";

/** `GET /metrics`. Nothing in it waits for the database or for Redis: it answers while they hang. */
export function addScrape(app: FastifyInstance, registry: Registry, before: readonly (() => void)[]): void {
  app.get("/metrics", async (_request, reply) => {
    for (const read of before) read();
    const text = await registry.metrics();
    return reply.header("content-type", registry.contentType).send(text);
  });
}
