import { Client } from "pg";
import { buildApi } from "../../../sandbox/apps/api/api.ts";
import { AuditLog } from "../../../sandbox/apps/api/log/audit.ts";
import { empty } from "../../../sandbox/apps/api/log/chain.ts";
import { createLogger, everyField } from "../../../sandbox/apps/api/log/log.ts";
import { strict } from "../../../sandbox/apps/api/log/redaction.ts";
import type { Redaction } from "../../../sandbox/apps/api/log/redaction.ts";
import type { Sink } from "../../../sandbox/apps/api/log/sink.ts";
import { readSettings } from "../../../sandbox/apps/api/settings.ts";
import type { Tracing } from "../../../sandbox/apps/api/trace/tracing.ts";
import { until } from "../../../sandbox/wait.ts";
import { freshDatabases } from "../../helpers/databases.ts";

/** The API on free ports of this process, with a fresh database, and what it logs. Disposing closes it. */
export async function openApi(
  level = "error",
  given?: Awaited<ReturnType<typeof freshDatabases>>,
  redaction: Redaction = strict,
  tracing?: Tracing,
) {
  const fresh = given ?? (await freshDatabases());
  const [console, audit] = [listSink("console"), listSink("audit")];
  const every = everyField({ version: "1.2.3", environment: "test" });
  const settings = readSettings({ ...fresh.env, API_CONTROL_PORT: "0", API_CONTROL_TOKEN: "secret" });
  const logs = {
    logger: createLogger({ level, every, redaction }, [{ sink: console }]),
    audit: new AuditLog({ sink: audit, resumed: empty, every, redaction }),
    sinks: [console, audit],
    redaction,
  };
  const { users, control } = buildApi(logs, settings, tracing);
  if (!control) throw new Error("with a token, there is a control port");
  const listen = { host: "127.0.0.1", port: 0 };
  const [url, controlUrl] = await Promise.all([users.listen(listen), control.listen(listen)]);

  const get = (path: string) => fetch(new URL(path, url));
  return {
    url,
    get,
    /** Statuses of so many requests, one after the other. */
    statuses: async (path: string, count: number) => {
      const statuses: number[] = [];
      for (let i = 0; i < count; i++) {
        const response = await get(path);
        await response.arrayBuffer();
        statuses.push(response.status);
      }
      return statuses;
    },
    post: (path: string, body: string, type = "application/json") =>
      fetch(new URL(path, url), { method: "POST", body, headers: { "content-type": type } }),
    /** Its status, and its answer as JSON. */
    send: async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const type = body === undefined ? {} : { "content-type": "application/json" };
      const response = await fetch(new URL(path, url), { method, headers: { ...type, ...headers }, ...sent });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    /** Asks the control port. */
    control: (method: string, path: string, body?: unknown, authorization = "Bearer secret") =>
      fetch(new URL(path, controlUrl), {
        method,
        headers: { authorization, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    /** The lines of one metric, as /metrics has them; asked without a connection, so that none is counted. */
    metric: async (name: string) => {
      const { body } = await users.inject("/metrics");
      return body.split("\n").filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
    },
    /** So many lines, once they are there; but for those of slow queries, since on a busy machine any may be one. */
    logLines: (count: number) =>
      until(
        () => {
          const lines = parsed(console.lines).filter((line) => !isSlow(line));
          return Promise.resolve(lines.length >= count ? { seen: lines } : { missing: `only ${lines.length}` });
        },
        { what: `${count} log lines`, withinMs: 20_000 },
      ),
    /** The lines of slow queries so far. */
    slowQueries: () => parsed(console.lines).filter(isSlow),
    /** Changes its database behind its back. */
    sql: async (text: string) => {
      const client = new Client(settings.databaseUrl);
      await client.connect();
      await client.query(text);
      await client.end();
    },
    /** What it has written so far, as it stands there. */
    console: console.lines,
    audit: audit.lines,
    sinks: { console, audit },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([users.close(), control.close()]);
      if (!given) await fresh[Symbol.asyncDispose]();
    },
  };
}

type Line = Readonly<Record<string, unknown>>;

function parsed(lines: readonly string[]): Line[] {
  return lines.map((line) => JSON.parse(line) as Line);
}

function isSlow(line: Line): boolean {
  return line["event.action"] === "slow_query";
}

/** Keeps every line. */
function listSink(name: string): Sink & { dropped: number; readonly lines: readonly string[] } {
  const lines: string[] = [];
  return { name, dropped: 0, lines, write: (line) => lines.push(line) > 0, close: () => Promise.resolve() };
}
