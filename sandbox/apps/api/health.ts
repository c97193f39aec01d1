import type { FastifyInstance } from "fastify";
import type { Registry } from "prom-client";

/** What machines ask: is it alive, and what does it measure. */
export function addHealth(app: FastifyInstance, registry: Registry): void {
  app.get("/health/live", () => {
    const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
    return { status: "ok", uptimeSeconds: process.uptime(), memoryBytes: { rss, heapTotal, heapUsed, external } };
  });
  app.get("/metrics", async (_request, reply) => {
    const text = await registry.metrics();
    return reply.header("content-type", registry.contentType).send(text);
  });
}
