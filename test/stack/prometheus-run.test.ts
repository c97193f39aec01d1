import { expect } from "vitest";
import { alertmanager } from "../../sandbox/services/alertmanager.ts";
import { api } from "../../sandbox/services/api.ts";
import { evaluationMarker, withEvaluationMarker } from "../../sandbox/services/evaluation-marker.ts";
import { inbox } from "../../sandbox/services/inbox.ts";
import { nodeExporter } from "../../sandbox/services/node-exporter.ts";
import { prometheus } from "../../sandbox/services/prometheus.ts";
import { until } from "../../sandbox/wait.ts";
import { processStack } from "../helpers/process-stack.ts";

const own = (target: string) => ({ static_configs: [{ targets: [target] }] });
const config = {
  global: { scrape_interval: "15s", evaluation_interval: "15s" },
  alerting: { alertmanagers: [own("alertmanager:9093")] },
  scrape_configs: [
    { job_name: "bailbondpro-api", scrape_interval: "30s", ...own("api:3000") },
    { job_name: "node", ...own("node-exporter:9100") },
    { job_name: "prometheus", ...own("localhost:9090") },
    { job_name: "alertmanager", ...own("alertmanager:9093") },
    { job_name: "postgres", ...own("postgres-exporter:9187") },
  ],
};
const rules = `groups:
  - name: always
    rules:
      - {alert: Always, expr: 'up{job="bailbondpro-api"} == 1', for: 250ms}
      - {alert: NotWatched, expr: vector(1)}
`;
const route = { receiver: "hook", group_wait: "30s" };
const caught = inbox();
const target = api();
const exporter = nodeExporter();
const manager = alertmanager({
  run: { config: { route, receivers: [{ name: "hook", webhook_configs: [{}] }] }, factor: 120, inbox: caught },
});
const prom = prometheus({
  run: {
    config,
    factor: 120,
    rules: { "rules.yml": withEvaluationMarker(rules, new Set(["0/0"])) },
    scrape: [target, exporter],
    alertmanager: manager,
  },
});
const all = [prom, manager, target, exporter, caught];

const { runs, urlOf } = await processStack(all, "prometheus-run");

type Sample = { readonly metric: Readonly<Record<string, string>>; readonly value: readonly [number, string] };

async function query(text: string): Promise<readonly Sample[]> {
  const url = new URL("/api/v1/query", urlOf(prom, "http"));
  url.searchParams.set("query", text);
  const answer = (await (await fetch(url)).json()) as { readonly data: { readonly result: readonly Sample[] } };
  return answer.data.result;
}

function eventually(text: string, enough: (samples: readonly Sample[]) => boolean): Promise<readonly Sample[]> {
  return until(
    async () => {
      const seen = await query(text);
      return enough(seen) ? { seen } : { missing: `it gives ${JSON.stringify(seen)}` };
    },
    { what: `enough of ${text}`, withinMs: 20_000 },
  );
}

runs("every target that is here is scraped, under the instance that production knows it by", async () => {
  await eventually("up == 1", (samples) => samples.length === 4);
  // And nothing else is, up or down: at this pace a busy machine misses a scrape now and then.
  const scraped = await query("count by (job, instance) (present_over_time(up[5m]))");
  const labels = scraped.map(({ metric }) => `${metric["job"]} ${metric["instance"]}`);
  expect(labels.toSorted()).toEqual([
    "alertmanager alertmanager:9093",
    "bailbondpro-api api:3000",
    "node node-exporter:9100",
    "prometheus localhost:9090",
  ]);
});

runs("rules are evaluated at their scaled interval, each evaluation marked by its group", async () => {
  const [marked] = await eventually(`count_over_time(${evaluationMarker}[1s])`, ([one]) => Number(one?.value[1]) > 2);
  expect(marked?.metric["rule_group"]).toBe("always");
});

runs("a watched alert reaches the inbox, and one that is not watched is not there at all", async () => {
  const seen = await until(
    async () => {
      const answer = await fetch(new URL("/deliveries", urlOf(caught, "http")));
      const { deliveries } = (await answer.json()) as { readonly deliveries: readonly unknown[] };
      return deliveries.length > 0 ? { seen: deliveries } : { missing: "nothing came" };
    },
    { what: "the first notification", withinMs: 20_000 },
  );
  expect(seen[0]).toMatchObject({ receiver: "hook", kind: "webhook", alerts: [{ alert: "Always", status: "firing" }] });
  // It is over where a scrape was missed; that it was there stays.
  const alerts = await query("count by (alertname) (present_over_time(ALERTS[5m]))");
  expect(alerts.map(({ metric }) => metric["alertname"])).toEqual(["Always"]);
});
