import type { Logger } from "winston";
import { appendTo, appendToFile } from "./append.ts";
import { openAuditFile } from "./audit-file.ts";
import { AuditLog } from "./audit.ts";
import { BatchSink } from "./batch-sink.ts";
import type { Fields } from "./ecs.ts";
import { elasticsearch } from "./elasticsearch.ts";
import { ElasticsearchSink } from "./elasticsearch-sink.ts";
import { ApplicationLog } from "./events.ts";
import { createLogger, everyField } from "./log.ts";
import type { Outlet } from "./log.ts";
import { noticesOf } from "./notices.ts";
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
  readonly elasticsearchUrl: URL | undefined;
}

/** So long a reader, a disk or a search engine may keep the process from ending. */
const deadlineMs = 1000;
/** Of that, the search engine's part: what it leaves is then said to the others. */
const sendingMs = 500;

/**
 * The console; with a directory also `combined.log` (the same lines), `error.log` (those on `error`) and `audit.log` in it; with an
 * Elasticsearch, the same lines there. One process, one directory. Closing writes what is left, for a second at most. Throws if
 * nothing can be written to the directory.
 */
export function openLogs(settings: LogSettings): Logs & { close(): Promise<void> } {
  const every = everyField(settings);
  const notices = noticesOf(every);
  const all: Sink[] = [new BatchSink({ name: "console", put: appendTo(1), notice: notices.dropped })];
  const failed: Sink[] = [];
  const closing: (() => Promise<void> | void)[] = [];
  let audit: AuditLog | undefined;

  if (settings.logDir !== undefined) {
    for (const [name, group] of [
      ["combined", all],
      ["error", failed],
    ] as const) {
      const { append, close } = appendToFile(settings.logDir, `${name}.log`);
      group.push(new BatchSink({ name, put: append, notice: notices.dropped }));
      closing.push(close);
    }
    const { sink, resumed, close } = openAuditFile(settings.logDir);
    audit = new AuditLog({ sink, resumed, every, redaction: strict });
    closing.push(close);
  }
  const tell = (failure: Error | undefined): void => new ApplicationLog(logger, strict).outage(failure);
  const remote = settings.elasticsearchUrl && remoteSink(settings.elasticsearchUrl, every, tell);
  const local = [...all, ...failed, ...(audit ? [audit.sink] : [])];
  const outlets: Outlet[] = [
    ...[...all, ...(remote ? [remote] : [])].map((sink) => ({ sink })),
    ...failed.map((sink) => ({ sink, errorsOnly: true })),
  ];
  const logger = createLogger({ level: settings.logLevel, every, redaction: strict }, outlets);
  return {
    logger,
    audit,
    sinks: [...local, ...(remote ? [remote] : [])],
    redaction: strict,
    close: async () => {
      const start = performance.now();
      await remote?.close(sendingMs);
      if (remote && remote.waiting > 0) for (const sink of all) sink.write(notices.left(remote.waiting), 0);
      const leftMs = Math.max(0, Math.round(deadlineMs - (performance.now() - start)));
      await Promise.all(local.map((sink) => sink.close(leftMs)));
      for (const close of closing) await close();
    },
  };
}

function remoteSink(url: URL, every: Fields, tell: (failure: Error | undefined) => void): ElasticsearchSink {
  const process = String(every["service.ephemeral_id"]);
  return new ElasticsearchSink({ elasticsearch: elasticsearch(url), process, tell });
}
