import closeWithGrace from "close-with-grace";
import { writeSync } from "node:fs";
import { buildApi } from "./api.ts";
import { createLogger } from "./log.ts";
import { asyncStdout } from "./stdout.ts";

/**
 * BailBondPro's API, by its environment:
 * - `API_HOST` (127.0.0.1), `API_PORT` (3000): where users talk to it. Port 0 takes a free one.
 * - `API_CONTROL_PORT` with `API_CONTROL_TOKEN`: where faults are switched; neither set, there is no such port.
 * - `LOG_LEVEL` (info), `APP_VERSION` (0.0.0), `NODE_ENV` (development).
 */
const {
  API_HOST = "127.0.0.1",
  API_PORT = "3000",
  API_CONTROL_PORT,
  API_CONTROL_TOKEN,
  LOG_LEVEL = "info",
  APP_VERSION = "0.0.0",
  NODE_ENV = "development",
} = process.env;

if (API_CONTROL_PORT !== undefined && !API_CONTROL_TOKEN)
  throw new Error(
    "API_CONTROL_PORT is set without API_CONTROL_TOKEN: a control port that anyone may use is not opened",
  );

const stdout = asyncStdout();
const logger = createLogger({ level: LOG_LEVEL, version: APP_VERSION, environment: NODE_ENV }, stdout);
const { users, control } = buildApi(logger, API_CONTROL_PORT === undefined ? undefined : API_CONTROL_TOKEN);

closeWithGrace({ delay: 2000 }, async ({ err }) => {
  if (err) logger.error({ message: err.message, stack: err.stack });
  await Promise.all([users.close(), control?.close()]);
  await new Promise((resolve) => stdout.end(resolve));
});

const [url, controlUrl] = await Promise.all([
  users.listen({ host: API_HOST, port: Number(API_PORT) }),
  control?.listen({ host: API_HOST, port: Number(API_CONTROL_PORT) }),
]);
// Past the log level: with port 0, this line alone says where the API is.
writeSync(1, `${JSON.stringify({ level: "info", message: "listening", url, controlUrl })}\n`);
