import closeWithGrace from "close-with-grace";
import { writeSync } from "node:fs";
import { buildApi } from "./api.ts";
import { aboutError } from "./log/about-error.ts";
import { ApplicationLog } from "./log/events.ts";
import { openLogs } from "./log/logs.ts";
import { readSettings } from "./settings.ts";
import { loadTracing } from "./trace/load.ts";

/** So long a tracing backend may keep the process from ending. */
const sendingMs = 300;

/** BailBondPro's API, by its environment: settings.ts says which names it has. */
const settings = readSettings(process.env);
const logs = openLogs(settings);
const log = new ApplicationLog(logs.logger, logs.redaction);
const tracing =
  settings.tracing &&
  (await loadTracing())(settings.tracing, {
    ...settings,
    about: aboutError(logs.redaction),
    tell: (failure) => log.traceOutage(failure),
  });
const { users, control } = buildApi(logs, settings, tracing);

closeWithGrace({ delay: 2000 }, async ({ err, signal }) => {
  if (err) log.error(err, { from: "process" });
  await Promise.all([users.close(), control?.close()]);
  await tracing?.close(sendingMs);
  logs.audit?.systemEvent("stopped", { by: signal ?? (err ? "error" : "request") });
  await logs.close();
});

const [url, controlUrl] = await Promise.all([
  users.listen({ host: settings.host, port: settings.port }),
  control?.listen({ host: settings.host, port: settings.control?.port ?? 0 }),
]);
// Past the log level: with port 0, this line alone says where the API is.
writeSync(1, `${JSON.stringify({ level: "info", message: "listening", url, controlUrl })}\n`);
logs.audit?.systemEvent("started", { version: settings.version, after: logs.audit.head.sequence });
