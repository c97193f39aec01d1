import { databaseCheck, httpCheck, redisCheck } from "./checks.ts";
import { Database } from "./database.ts";
import type { ObserveQuery } from "./database.ts";
import type { HealthChecks } from "./health.ts";
import { readMigrations } from "./migrate.ts";
import type { Settings } from "./settings.ts";
import { Store } from "./store.ts";

interface Connected {
  readonly database: Database;
  readonly store: Store;
  readonly checks: HealthChecks;
  close(): Promise<void>;
}

/** What the API stands on, as its settings say. Returns at once: connections are made beside it, and migrations run. */
export function connect(
  settings: Settings,
  observe: ObserveQuery | undefined,
  report: (error: Error, from: "database" | "redis") => void,
): Connected {
  const database = new Database({
    url: settings.databaseUrl,
    poolMax: settings.poolMax,
    migrations: () => readMigrations(settings.migrationsDir),
    report: (error) => report(error, "database"),
    ...(observe ? { observe } : {}),
  });
  // What fails here is reported, and tried again when somebody asks whether it is ready.
  database.ready().catch(() => {});
  const store = new Store({ url: settings.redisUrl, report: (error) => report(error, "redis") });
  const { check, close } = databaseCheck(settings.databaseUrl);
  return {
    database,
    store,
    checks: {
      database: check,
      redis: redisCheck(store),
      "external-api": httpCheck(settings.externalApiUrl),
      migrated: () => database.ready(),
    },
    close: async () => {
      store.close();
      await Promise.all([database.close(), close()]);
    },
  };
}
