import type { Logger } from "winston";
import { appendTo, appendToFile } from "./append.ts";
import { openAuditFile } from "./audit-file.ts";
import { AuditLog } from "./audit.ts";
import { BatchSink } from "./batch-sink.ts";
import { createLogger, everyField } from "./log.ts";
import type { Outlet } from "./log.ts";
import { strict } from "./redaction.ts";
import type { Redaction } from "./redaction.ts";
import type { Sink } from "./sink.ts";

/** What the API writes to. */
export interface Logs {
  readonly logger: Logger;
  /** Where there is a directory to keep it in. */
  readonly audit: AuditLog | undefined;
  readonly sinks: readonly Sink[];
  readonly redaction: Redaction;
}

interface LogSettings {
  readonly logLevel: string;
  readonly version: string;
  readonly environment: string;
  readonly logDir: string | undefined;
}

/** So long a reader, or a disk, may keep the process from ending. */
const deadlineMs = 1000;

/**
 * The console; with a directory also `combined.log` (the same lines), `error.log` (those on `error`) and `audit.log` in it. One
 * process, one directory. Closing writes what is left, for a second at most. Throws if nothing can be written there.
 */
export function openLogs(settings: LogSettings): Logs & { close(): Promise<void> } {
  const every = everyField(settings);
  const notice = (dropped: number): string =>
    JSON.stringify({
      "@timestamp": new Date().toISOString(),
      "log.level": "warn",
      message: "Lines were dropped",
      "event.action": "log_lines_dropped",
      "bailbondpro.lines.dropped": dropped,
      ...every,
    });
  const outlets: Outlet[] = [{ sink: new BatchSink({ name: "console", put: appendTo(1), notice }) }];
  const closing: (() => Promise<void> | void)[] = [];
  let audit: AuditLog | undefined;

  if (settings.logDir !== undefined) {
    for (const name of ["combined", "error"]) {
      const { append, close } = appendToFile(settings.logDir, `${name}.log`);
      outlets.push({ sink: new BatchSink({ name, put: append, notice }), errorsOnly: name === "error" });
      closing.push(close);
    }
    const { sink, resumed, close } = openAuditFile(settings.logDir);
    audit = new AuditLog({ sink, resumed, every, redaction: strict });
    closing.push(close);
  }
  const sinks = [...outlets.map(({ sink }) => sink), ...(audit ? [audit.sink] : [])];
  return {
    logger: createLogger({ level: settings.logLevel, every, redaction: strict }, outlets),
    audit,
    sinks,
    redaction: strict,
    close: async () => {
      await Promise.all(sinks.map((sink) => sink.close(deadlineMs)));
      for (const close of closing) await close();
    },
  };
}
