import { readTraceSettings } from "./trace/settings.ts";
import type { TraceSettings } from "./trace/settings.ts";

/** What the environment says, with what holds where it says nothing. */
export interface Settings {
  /** `API_HOST` (127.0.0.1), `API_PORT` (3000): where users talk to it. Port 0 takes a free one. */
  readonly host: string;
  readonly port: number;
  /** `API_CONTROL_PORT` with `API_CONTROL_TOKEN`: where faults are switched; neither set, there is no such port. */
  readonly control: { readonly port: number; readonly token: string } | undefined;
  /** `LOG_LEVEL` (info), `APP_VERSION` (0.0.0), `NODE_ENV` (development). */
  readonly logLevel: string;
  readonly version: string;
  readonly environment: string;
  /** `LOG_DIR`: where combined.log, error.log and audit.log go, made if need be; without it there is the console alone. */
  readonly logDir: string | undefined;
  /** `ELASTICSEARCH_URL`, http://USER:PASSWORD@HOST:PORT: where lines go as well; without it, nowhere. */
  readonly elasticsearchUrl: URL | undefined;
  /** `OTEL_…`, as trace/settings.ts has them; without any, nothing is traced. */
  readonly tracing: TraceSettings | undefined;
  /** `DATABASE_URL`, postgres://USER:PASSWORD@HOST:PORT/NAME. Unset, the database counts as away; so with the other two. */
  readonly databaseUrl: string;
  /** `DB_POOL_MAX` (10): connections at most. */
  readonly poolMax: number;
  /** `MIGRATIONS_DIR`: a folder of NNN_name.sql; without it, the database is taken as it is. */
  readonly migrationsDir: string | undefined;
  /** `REDIS_URL`, redis://HOST:PORT. */
  readonly redisUrl: string;
  /** `EXTERNAL_API_URL`, http://HOST:PORT. */
  readonly externalApiUrl: string;
  /** `MEMORY_LIMIT_BYTES` (268435456, as in the compose file): what memory_usage_percent is a share of. Nothing here enforces it. */
  readonly memoryLimitBytes: number;
}

/** Nobody listens there. A default that might be a database of the developer's own would be worse than none. */
const nowhere = "127.0.0.1:1";

/** Throws where a value can't be meant. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const whole = (name: string, otherwise: number, least: number): number => {
    const text = env[name];
    if (text === undefined) return otherwise;
    const value = Number(text);
    if (Number.isInteger(value) && value >= least) return value;
    throw new Error(`${name} ${text}: expected a whole number, ${least} or above`);
  };
  return {
    host: env["API_HOST"] ?? "127.0.0.1",
    port: whole("API_PORT", 3000, 0),
    control: readControl(env["API_CONTROL_TOKEN"], env["API_CONTROL_PORT"], whole),
    logLevel: env["LOG_LEVEL"] ?? "info",
    version: env["APP_VERSION"] ?? "0.0.0",
    environment: env["NODE_ENV"] ?? "development",
    logDir: env["LOG_DIR"],
    elasticsearchUrl: readUrl("ELASTICSEARCH_URL", env["ELASTICSEARCH_URL"]),
    tracing: readTraceSettings(env),
    databaseUrl: env["DATABASE_URL"] ?? `postgres://${nowhere}/none`,
    poolMax: whole("DB_POOL_MAX", 10, 1),
    migrationsDir: env["MIGRATIONS_DIR"],
    redisUrl: env["REDIS_URL"] ?? `redis://${nowhere}`,
    externalApiUrl: env["EXTERNAL_API_URL"] ?? `http://${nowhere}`,
    memoryLimitBytes: whole("MEMORY_LIMIT_BYTES", 256 * 1024 * 1024, 1),
  };
}

function readUrl(name: string, text: string | undefined): URL | undefined {
  if (text === undefined || text === "") return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if ((url?.protocol === "http:" || url?.protocol === "https:") && isEncoded(url.username + url.password)) return url;
  // Not what it is: there may be a password in it.
  throw new Error(`${name}: expected http://HOST:PORT or https://HOST:PORT, with user and password percent-encoded`);
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function readControl(
  token: string | undefined,
  port: string | undefined,
  whole: (name: string, otherwise: number, least: number) => number,
): Settings["control"] {
  if (port === undefined) return undefined;
  if (token) return { port: whole("API_CONTROL_PORT", 0, 0), token };
  throw new Error(
    "API_CONTROL_PORT is set without API_CONTROL_TOKEN: a control port that anyone may use is not opened",
  );
}
