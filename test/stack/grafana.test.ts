import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { grafana } from "../../sandbox/services/grafana.ts";
import { alertmanager } from "../../sandbox/services/alertmanager.ts";
import { inbox } from "../../sandbox/services/inbox.ts";
import { prometheus } from "../../sandbox/services/prometheus.ts";
import { ensureImages } from "../../sandbox/stack/container/images.ts";
import { containerRuntime } from "../../sandbox/stack/container-runtime.ts";
import { detectEngine } from "../../sandbox/stack/engine.ts";
import type { Runtime } from "../../sandbox/stack/service.ts";
import { startStack } from "../../sandbox/stack/stack.ts";
import type { Stack } from "../../sandbox/stack/stack.ts";
import { until } from "../../sandbox/wait.ts";
import { fixtureTexts, projectDashboards } from "../helpers/dashboards.ts";

/** Prometheus of nothing but itself: enough to be asked. */
const route = { receiver: "nobody" };
const peer = alertmanager({
  run: { config: { route, receivers: [{ name: "nobody" }] }, factor: 1, inbox: inbox() },
});
const own = { job_name: "prometheus", static_configs: [{ targets: ["localhost:9090"] }] };
const asked = prometheus({
  run: { config: { scrape_configs: [own] }, factor: 60, rules: {}, scrape: [], alertmanager: peer },
});
const below = (folder: string, ...place: readonly string[]) =>
  Object.entries(fixtureTexts("grafana", ...place)).map(([name, text]) => [`${folder}/${name}`, text] as const);
const files = Object.fromEntries([
  ...below("dashboards", "dashboards"),
  ...below("provisioning/datasources", "provisioning", "datasources"),
  ...below("provisioning/dashboards", "provisioning", "dashboards"),
]);
const shown = grafana({ run: { files, prometheus: asked } });
const dashboards = projectDashboards();

const engine = await detectEngine();
const missing =
  "missing" in engine
    ? engine.missing
    : await ensureImages(engine.docker, [shown.image, asked.image], () => {}).then(
        () => undefined,
        (error: Error) => error.message.split("\n")[0],
      );

describe.skipIf(missing !== undefined)(
  `the dashboards in a Grafana${missing === undefined ? "" : `: ${missing}`}`,
  () => {
    let runtime: Runtime;
    let stack: Stack;
    beforeAll(async () => {
      runtime = await containerRuntime({ engine });
      stack = await startStack([asked, shown], runtime, "grafana");
    });
    afterAll(async () => {
      await stack[Symbol.asyncDispose]();
      await runtime[Symbol.asyncDispose]();
    });

    const query = (expr: string, i: number) => ({
      refId: `Q${i}`,
      datasource: { type: "prometheus", uid: "prometheus" },
      expr: expr.replaceAll(/\$\w+/g, ".*"),
      instant: true,
    });
    const ask = async (path: string, body?: unknown): Promise<unknown> => {
      const posted = { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
      const answer = await fetch(new URL(path, stack.get(shown).url("http")), body === undefined ? {} : posted);
      expect([path, answer.status, answer.ok ? "" : await answer.text()]).toEqual([path, 200, ""]);
      return await answer.json();
    };

    test("it provides all of them under their uids, read-only", async () => {
      const wanted = dashboards.map(({ uid }) => uid).toSorted();
      await until(
        async () => {
          const found = (await ask("/api/search?type=dash-db")) as readonly { readonly uid: string }[];
          const uids = found.map(({ uid }) => uid).toSorted();
          return uids.join() === wanted.join() ? { seen: uids } : { missing: `it has ${uids.join(", ")}` };
        },
        { what: "the dashboards to be provisioned", withinMs: 60_000, everyMs: 200 },
      );
      for (const { uid, panels } of dashboards) {
        const { meta, dashboard } = (await ask(`/api/dashboards/uid/${uid}`)) as {
          readonly meta: object;
          readonly dashboard: { readonly panels: readonly { readonly type: string }[] };
        };
        expect(meta).toMatchObject({ provisioned: true, folderUid: "bailbondpro" });
        expect(dashboard.panels.filter(({ type }) => type !== "row")).toHaveLength(panels.length);
      }
    });

    test("it asks Prometheus each expression, and no answer is an error", async () => {
      const exprs = dashboards.flatMap(({ panels }) => panels.flatMap((panel) => panel.exprs));
      const queries = exprs.map(query);
      const { results } = (await ask("/api/ds/query", { queries, from: "now-5m", to: "now" })) as {
        readonly results: Readonly<Record<string, { readonly status: number; readonly error?: string }>>;
      };
      expect(Object.keys(results)).toHaveLength(exprs.length);
      expect(Object.entries(results).filter(([, { status, error }]) => status !== 200 || error)).toEqual([]);
      // The twin: what is no expression is one.
      const broken = { queries: [query("up{", 0)], from: "now-5m", to: "now" };
      await expect(ask("/api/ds/query", broken)).rejects.toThrow(/expected/);
    });

    test("it has nothing to complain of", async () => {
      expect((await stack.get(shown).log()).split("\n").filter((line) => /level=(error|crit)/.test(line))).toEqual([]);
    });
  },
);
