import type { FastifyInstance } from "fastify";
import type { Logger } from "winston";
import { countBusiness, refreshBusiness } from "./business-metrics.ts";
import { connect } from "./connect.ts";
import { buildControl } from "./control.ts";
import { cpuBurn } from "./faults/cpu-burn.ts";
import { httpError } from "./faults/http-error.ts";
import { latency } from "./faults/latency.ts";
import { memory } from "./faults/memory.ts";
import { pool } from "./faults/pool.ts";
import { slowQuery } from "./faults/slow-query.ts";
import { addHealth } from "./health.ts";
import { logRequests } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { measureQueries } from "./query-metrics.ts";
import { measureConnections, measureRequests } from "./request-metrics.ts";
import { addRoutes } from "./routes.ts";
import { addScrape } from "./scrape.ts";
import { createServer } from "./server.ts";
import type { Settings } from "./settings.ts";
import { readSystem } from "./system-metrics.ts";
import { Traffic } from "./traffic.ts";

/** Neither listens yet. Closing `users` closes what it stands on. */
interface Api {
  /** What users talk to. */
  readonly users: FastifyInstance;
  /** What switches faults; undefined without a token: an API that nobody asked to break can't be broken. */
  readonly control: FastifyInstance | undefined;
}

export function buildApi(logger: Logger, settings: Settings): Api {
  const report = (error: Error) => logger.error({ message: error.message, stack: error.stack });
  const metrics = createMetrics();
  const { database, store, checks, close } = connect(settings, measureQueries(metrics), report);
  const users = createServer(report);
  const traffic = new Traffic();
  const faults = [
    latency(),
    httpError(),
    memory(settings.memoryLimitBytes),
    pool(database.pool),
    slowQuery(database),
    cpuBurn(),
  ];

  measureConnections(users, metrics);
  measureRequests(users, metrics, traffic);
  logRequests(users, logger);
  for (const fault of faults) fault.install?.(users);
  addRoutes(users, { database, store, events: countBusiness(metrics), traffic });
  addHealth(users, checks);
  addScrape(users, metrics.registry, [
    readSystem(metrics, database, settings.memoryLimitBytes),
    refreshBusiness(metrics, database),
  ]);
  users.addHook("onClose", close);

  return { users, control: settings.control && buildControl(faults, settings.control.token, report) };
}
