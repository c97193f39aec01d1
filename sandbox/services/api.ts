import { readdirSync, readFileSync } from "node:fs";
import { imageOf } from "../stack/versions.ts";
import type { Service } from "../stack/service.ts";
import { splitAddress } from "./address.ts";
import { traceEnvironment } from "./trace-backend.ts";
import type { TraceBackend } from "./trace-backend.ts";

export interface ApiOptions {
  /** Opens the control port, over which faults are put in force, to those who have it. Without it there is none. */
  readonly controlToken?: string;
  /** winston's level; `info` writes a line per request. Default `info`. */
  readonly logLevel?: string;
  /** Keeps combined.log, error.log and audit.log in a directory of its own, `logs`. Default false: the console alone. */
  readonly logFiles?: boolean;
  /** `bare`: the same routes with nothing that watches them; to compare with. Default `main`. */
  readonly entry?: "main" | "bare";
  /** What it stands on. Without the two databases it lives, and answers 503 to whatever needs one: then it counts as ready. */
  readonly postgres?: Service<"tcp">;
  readonly redis?: Service<"tcp">;
  /** Without it, /health says that it is away. */
  readonly externalApi?: Service<"http">;
  /** Where its log goes as well. It does not wait for it. */
  readonly elasticsearch?: Service<"http">;
  /** Where its traces go, of `ratio` (0 to 1, default 1) of its requests. It does not wait for it either. Without it, it does not trace. */
  readonly tracing?: { readonly backend: TraceBackend; readonly ratio?: number };
}

/** Connections to the database: enough that what a stalled machine sends at once does not look like a pool that is used up. */
export const apiPoolMax = 20;

/** The routes that a fault can be put on, as they stand in the label `route`. */
export const apiRoutes: readonly string[] = [
  "/api/auth/login",
  "/api/bonds",
  "/api/bonds/:id",
  "/api/clients",
  "/api/clients/:id/feedback",
  "/api/metrics/summary",
  "/api/payments",
  "/api/reports/portfolio",
];

/** BailBondPro's API, the sample service under load. */
export function api(options: ApiOptions = {}): Service<"http" | "control"> {
  const { controlToken, logLevel = "info", logFiles = false, entry = "main", postgres, redis, externalApi } = options;
  const { elasticsearch, tracing } = options;
  return {
    name: "api",
    image: imageOf("node"),
    program: { app: entry === "main" ? "api" : `api/${entry}`, ...(tracing && { beside: ["api/tracing"] }) },
    ports: { http: 3000, control: 3900 },
    needs: [postgres ?? [], redis ?? []].flat(),
    ready: { http: postgres && redis ? "/health/ready" : "/health/live", port: "http" },
    launch: (site) => {
      const http = splitAddress(site.listen("http"));
      const control = splitAddress(site.listen("control"));
      return {
        args: [],
        env: {
          NODE_ENV: "production",
          APP_VERSION: "sandbox",
          LOG_LEVEL: logLevel,
          ...(logFiles ? { LOG_DIR: site.data("logs") } : {}),
          API_HOST: http.host,
          API_PORT: http.port,
          ...(controlToken ? { API_CONTROL_PORT: control.port, API_CONTROL_TOKEN: controlToken } : {}),
          ...(postgres && {
            DATABASE_URL: `postgres://firedrill:firedrill@${site.peer(postgres, "tcp")}/bailbondpro`,
            MIGRATIONS_DIR: site.path(migrations),
            DB_POOL_MAX: String(apiPoolMax),
          }),
          ...(redis && { REDIS_URL: `redis://${site.peer(redis, "tcp")}` }),
          ...(elasticsearch && { ELASTICSEARCH_URL: `http://${site.peer(elasticsearch, "http")}` }),
          ...(tracing && traceEnvironment(tracing.backend, tracing.ratio ?? 1, site)),
          ...(externalApi && { EXTERNAL_API_URL: `http://${site.peer(externalApi, "http")}` }),
        },
        ...(postgres && { files: migrationFiles() }),
      };
    },
  };
}

/** The folder of the app's SQL, here and where it runs. */
const migrations = "migrations";

function migrationFiles(): Readonly<Record<string, string>> {
  const folder = new URL(`../apps/api/${migrations}/`, import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  return Object.fromEntries(
    names.map((name) => [`${migrations}/${name}`, readFileSync(new URL(name, folder), "utf8")]),
  );
}
