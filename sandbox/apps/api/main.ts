import closeWithGrace from "close-with-grace";
import { writeSync } from "node:fs";
import { buildApi } from "./api.ts";
import { ApplicationLog } from "./log/events.ts";
import { openLogs } from "./log/logs.ts";
import { readSettings } from "./settings.ts";

/** BailBondPro's API, by its environment: settings.ts says which names it has. */
const settings = readSettings(process.env);
const logs = openLogs(settings);
const log = new ApplicationLog(logs.logger, logs.redaction);
const { users, control } = buildApi(logs, settings);

closeWithGrace({ delay: 2000 }, async ({ err, signal }) => {
  if (err) log.error(err, { from: "process" });
  await Promise.all([users.close(), control?.close()]);
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
