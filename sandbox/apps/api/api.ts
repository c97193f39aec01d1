import type { FastifyInstance } from "fastify";
import { tellAll } from "./backend.ts";
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
import { countDropped } from "./log-metrics.ts";
import { ApplicationLog } from "./log/events.ts";
import type { Asker } from "./log/asker.ts";
import type { Logs } from "./log/logs.ts";
import { logRequests } from "./log/request-log.ts";
import { createMetrics } from "./metrics.ts";
import { measureQueries } from "./query-metrics.ts";
import { measureConnections, measureRequests } from "./request-metrics.ts";
import { addRoutes } from "./routes.ts";
import { addScrape } from "./scrape.ts";
import { createServer } from "./server.ts";
import type { Settings } from "./settings.ts";
import { readSystem } from "./system-metrics.ts";
import { traceRequests } from "./trace/requests.ts";
import { countSpans } from "./trace/span-metrics.ts";
import type { Tracing } from "./trace/tracing.ts";
import { Traffic } from "./traffic.ts";

/** Neither listens yet. Closing `users` closes what it stands on. */
interface Api {
  /** What users talk to. */
  readonly users: FastifyInstance;
  /** What switches faults; undefined without a token: an API that nobody asked to break can't be broken. */
  readonly control: FastifyInstance | undefined;
}

/** With `tracing`, requests are traced; whoever opened it closes it. */
export function buildApi(
  { logger, audit, sinks, redaction }: Logs,
  settings: Settings,
  tracing: Tracing | undefined,
): Api {
  const log = new ApplicationLog(logger, redaction);
  const metrics = createMetrics();
  const measure = measureQueries(metrics);
  const { database, store, checks, close } = connect(
    settings,
    (query, seconds, values, asker, error) => {
      measure(query, seconds);
      if (error !== undefined) log.databaseError(error, query, asker);
      log.slowQuery(query, values, seconds, asker);
    },
    (error, from) => (from === "database" ? log.databaseError(error) : log.error(error, { from })),
  );
  const report = (error: Error, asker: Asker): void => log.error(error, { from: "request" }, asker);
  const users = createServer(report, redaction);
  const traffic = new Traffic();
  const faults = [
    latency(),
    httpError(),
    memory(settings.memoryLimitBytes),
    pool(database.pool),
    slowQuery(database),
    cpuBurn(),
  ];

  // First: what follows may ask which trace it is.
  if (tracing) traceRequests(users, tracing, redaction);
  measureConnections(users, metrics);
  measureRequests(users, metrics, traffic);
  logRequests(users, logger, redaction);
  for (const fault of faults) fault.install?.(users);
  const events = tellAll([countBusiness(metrics), log, audit ?? []].flat());
  addRoutes(users, { database, store, events, traffic });
  addHealth(users, checks);
  addScrape(users, metrics.registry, [
    readSystem(metrics, database, settings.memoryLimitBytes),
    refreshBusiness(metrics, database),
    countDropped(metrics, sinks),
    ...(tracing ? [countSpans(metrics, tracing)] : []),
  ]);
  users.addHook("onClose", close);

  return { users, control: settings.control && buildControl(faults, settings.control.token, report, audit) };
}
