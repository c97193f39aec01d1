import type { FastifyInstance } from "fastify";
import type { Check } from "./checks.ts";

export interface HealthChecks {
  readonly database: Check;
  readonly redis: Check;
  readonly "external-api": Check;
  /** Rejects as long as migrations did not run. */
  readonly migrated: () => Promise<void>;
}

/**
 * What machines ask:
 * - `GET /health`: `{status, timestamp, checks: {database, redis, external-api}}`, each `{status, duration, message}`;
 *   200, or 503 if one of them is unhealthy. Nothing waits for more than five seconds, all are asked side by side
 * - `GET /health/ready`: the same of database and redis, 503 also before migrations ran
 * - `GET /health/live`: 200 while the process can answer at all
 */
export function addHealth(app: FastifyInstance, checks: HealthChecks): void {
  const { migrated, database, redis } = checks;
  const both = { database: unlessMigrating(migrated, database), redis };

  app.get("/health", async (request, reply) => {
    const { status, ...rest } = await all({ ...both, "external-api": () => checks["external-api"](request) });
    return reply.code(status === "healthy" ? 200 : 503).send({ status, timestamp: new Date().toISOString(), ...rest });
  });
  app.get("/health/ready", async (_request, reply) => {
    const { status, ...rest } = await all(both);
    return reply.code(status === "healthy" ? 200 : 503).send({ status, ...rest });
  });
  app.get("/health/live", () => {
    const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
    return { status: "ok", uptimeSeconds: process.uptime(), memoryBytes: { rss, heapTotal, heapUsed, external } };
  });
}

async function all(checks: Readonly<Record<string, Check>>) {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await check()] as const),
  );
  const healthy = results.every(([, { status }]) => status === "healthy");
  return { status: healthy ? "healthy" : "unhealthy", checks: Object.fromEntries(results) };
}

function unlessMigrating(migrated: () => Promise<void>, check: Check): Check {
  let done = false;
  /** Also tries again, where it failed before. */
  const look = async () => {
    try {
      await migrated();
      done = true;
    } catch {
      // What failed was reported; the next question tries again.
    }
  };
  return async () => {
    const result = await check();
    if (done || result.status === "unhealthy") return result;
    void look();
    // Long done, it is known on a later turn; under way, it is not waited for.
    await new Promise(setImmediate);
    return done ? result : { ...result, status: "unhealthy", message: "migrations have not run yet" };
  };
}
