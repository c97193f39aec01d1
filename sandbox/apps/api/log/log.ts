import { randomBytes } from "node:crypto";
import winston from "winston";
import type { Logger } from "winston";
import Transport from "winston-transport";
import type { Fields } from "./ecs.ts";
import type { Redaction } from "./redaction.ts";
import type { Sink } from "./sink.ts";

interface LogOptions {
  /** One of winston's npm levels: error, warn, info, http, verbose, debug, silly. */
  readonly level: string;
  /** Fields of every line. */
  readonly every: Fields;
  readonly redaction: Redaction;
}

/** A sink that takes all lines, or those on `error` alone. */
export interface Outlet {
  readonly sink: Sink;
  readonly errorsOnly?: boolean;
}

/**
 * The fields of a line as JSON has them, without its brackets: for lines that are many. Nothing more is done to them; on any other
 * line, texts are looked through for secrets.
 */
export const written = Symbol("written");

/** Of every line of one process, but for its time, level and sequence. */
export function everyField(of: { readonly version: string; readonly environment: string }): Fields {
  return {
    "service.name": "bailbondpro",
    "service.version": of.version,
    "service.environment": of.environment,
    "service.ephemeral_id": randomBytes(8).toString("hex"),
    "ecs.version": "8.17.0",
  };
}

/**
 * One flat JSON object a line, with ECS names, to each outlet in the same order. winston hands out each line once; who
 * logs never waits, since no sink does.
 */
export function createLogger(options: LogOptions, outlets: readonly Outlet[]): Logger {
  const levels = winston.config.npm.levels;
  if (!(options.level in levels))
    throw new Error(`LOG_LEVEL ${options.level}: no such level; there are ${Object.keys(levels).join(", ")}`);
  const end = JSON.stringify(options.every).slice(1);
  const clock = isoClock();
  let sequence = 0;
  const text = winston.format((info) => {
    const fields = (info as { [written]?: string })[written] ?? fieldsOf(info, options.redaction);
    sequence += 1;
    info[message] =
      `{"@timestamp":"${clock()}","log.level":"${info.level}","event.sequence":${sequence},${fields},${end}`;
    info[number] = sequence;
    return info;
  });
  return winston.createLogger({ level: options.level, format: text(), transports: [new ToOutlets(outlets)] });
}

/** Where winston's formats leave the line. */
const message = Symbol.for("message");
const number = Symbol("sequence");

/** One for all outlets: each transport of winston's own would be one more stream that every line goes through. */
class ToOutlets extends Transport {
  readonly #outlets: readonly Outlet[];

  constructor(outlets: readonly Outlet[]) {
    super();
    this.#outlets = outlets;
  }

  override log(info: Record<string | symbol, unknown>, next: () => void): void {
    const line = info[message] as string;
    const failed = info["level"] === "error";
    for (const { sink, errorsOnly } of this.#outlets)
      if (failed || errorsOnly !== true) sink.write(line, info[number] as number);
    next();
  }
}

/** Many lines are written in one millisecond, and making the text of it takes as long as the rest of a line. */
function isoClock(): () => string {
  let [at, text] = [0, ""];
  return () => {
    const now = Date.now();
    if (now !== at) [at, text] = [now, new Date(now).toISOString()];
    return text;
  };
}

function fieldsOf(info: winston.Logform.TransformableInfo, redaction: Redaction): string {
  const { level: _, ...fields } = info;
  const told = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === "string" ? redaction.text(value) : value,
  ]);
  return JSON.stringify(Object.fromEntries(told)).slice(1, -1);
}
