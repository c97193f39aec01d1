import closeWithGrace from "close-with-grace";
import { writeSync } from "node:fs";
import { buildApi } from "./api.ts";
import { createLogger } from "./log.ts";
import { readSettings } from "./settings.ts";
import { asyncStdout } from "./stdout.ts";

/** BailBondPro's API, by its environment: settings.ts says which names it has. */
const settings = readSettings(process.env);
const stdout = asyncStdout();
const logger = createLogger({ ...settings, level: settings.logLevel }, stdout);
const { users, control } = buildApi(logger, settings);

closeWithGrace({ delay: 2000 }, async ({ err }) => {
  if (err) logger.error({ message: err.message, stack: err.stack });
  await Promise.all([users.close(), control?.close()]);
  await new Promise((resolve) => stdout.end(resolve));
});

const [url, controlUrl] = await Promise.all([
  users.listen({ host: settings.host, port: settings.port }),
  control?.listen({ host: settings.host, port: settings.control?.port ?? 0 }),
]);
// Past the log level: with port 0, this line alone says where the API is.
writeSync(1, `${JSON.stringify({ level: "info", message: "listening", url, controlUrl })}\n`);
