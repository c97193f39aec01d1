import { Writable } from "node:stream";
import { buildApi } from "../../../sandbox/apps/api/api.ts";
import { createLogger } from "../../../sandbox/apps/api/log.ts";
import { readSettings } from "../../../sandbox/apps/api/settings.ts";
import { until } from "../../../sandbox/wait.ts";
import { freshDatabases } from "../../helpers/databases.ts";

/** The API on free ports of this process, with a fresh database, and what it logs. Disposing closes it. */
export async function openApi(level = "error", given?: Awaited<ReturnType<typeof freshDatabases>>) {
  const fresh = given ?? (await freshDatabases());
  const logged: string[] = [];
  const out = new Writable({
    write: (chunk, _encoding, done) => {
      logged.push(String(chunk));
      done();
    },
  });
  const settings = readSettings({ ...fresh.env, API_CONTROL_PORT: "0", API_CONTROL_TOKEN: "secret" });
  const { users, control } = buildApi(createLogger({ level, version: "1.2.3", environment: "test" }, out), settings);
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
    /** So many lines, once they are there. */
    logLines: (count: number) =>
      until(
        () => {
          const enough = logged.length >= count;
          const lines = logged.map((line) => JSON.parse(line) as Record<string, unknown>);
          return Promise.resolve(enough ? { seen: lines } : { missing: `only ${logged.length}` });
        },
        { what: `${count} log lines`, withinMs: 5000 },
      ),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([users.close(), control.close()]);
      if (!given) await fresh[Symbol.asyncDispose]();
    },
  };
}
