import type { FastifyInstance } from "fastify";
import type { Writable } from "node:stream";
import winston from "winston";
import type { Logger } from "winston";

interface LogOptions {
  /** One of winston's npm levels: error, warn, info, http, verbose, debug, silly. */
  readonly level: string;
  readonly version: string;
  readonly environment: string;
}

/** What may wait in `out` at most: a reader that stopped reading must not fill the memory. */
const capacityBytes = 4 * 1024 * 1024;

/**
 * One JSON object a line to `out`; service, version and environment are in each. Lines that find the reader too far
 * behind are dropped, and the next line that is written says how many.
 */
export function createLogger(options: LogOptions, out: Writable): Logger {
  const levels = winston.config.npm.levels;
  if (!(options.level in levels))
    throw new Error(`LOG_LEVEL ${options.level}: no such level; there are ${Object.keys(levels).join(", ")}`);
  const every = { service: "bailbondpro", version: options.version, environment: options.environment };
  let dropped = 0;
  const unlessFull = winston.format((info) => {
    if (out.writableLength > capacityBytes) {
      dropped += 1;
      return false;
    }
    if (dropped > 0) info["linesDroppedBefore"] = dropped;
    dropped = 0;
    return info;
  });
  // JSON.stringify is enough for flat data, and several times faster than winston's own JSON format.
  const line = winston.format.printf((info) =>
    JSON.stringify({ timestamp: new Date().toISOString(), ...info, ...every }),
  );
  return winston.createLogger({
    level: options.level,
    format: winston.format.combine(unlessFull(), line),
    transports: [new winston.transports.Stream({ stream: out, eol: "\n" })],
  });
}

/** One line per request, on `error` from status 400 on. A request whose level is off costs one comparison. */
export function logRequests(app: FastifyInstance, logger: Logger): void {
  const info = logger.isLevelEnabled("info");
  const error = logger.isLevelEnabled("error");
  app.addHook("onResponse", (request, reply, done) => {
    const failed = reply.statusCode >= 400;
    if (failed ? error : info)
      logger.log({
        level: failed ? "error" : "info",
        message: failed ? "HTTP Error" : "HTTP Request",
        method: request.method,
        url: request.url,
        status: reply.statusCode,
        duration: Math.round(reply.elapsedTime * 1000) / 1000,
        userAgent: request.headers["user-agent"],
        ip: request.ip,
      });
    done();
  });
}
