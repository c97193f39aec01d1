import { expect, test } from "vitest";
import { parse } from "yaml";
import { alertmanager, alertmanagerNotes } from "../../../sandbox/services/alertmanager.ts";
import { api } from "../../../sandbox/services/api.ts";
import { elasticsearch } from "../../../sandbox/services/elasticsearch.ts";
import { grafana } from "../../../sandbox/services/grafana.ts";
import { inbox } from "../../../sandbox/services/inbox.ts";
import { nodeExporter } from "../../../sandbox/services/node-exporter.ts";
import { prometheus, prometheusNotes } from "../../../sandbox/services/prometheus.ts";
import { traceBackend } from "../../../sandbox/services/trace-backend.ts";
import type { Site } from "../../../sandbox/stack/service.ts";
import { imageOf } from "../../../sandbox/stack/versions.ts";

/** Names things as a process would see them. */
const site: Site = {
  listen: (port) => `127.0.0.1:9-${port}`,
  peer: (service, port) => `127.0.0.1:${service.name}-${port}`,
  path: (name) => `/run/files/${name}`,
  data: (name) => `/run/data/${name}`,
};
const caught = inbox();
const manager = alertmanager({
  run: { config: { templates: ["x"] }, factor: 60, inbox: caught, templates: { "a.tmpl": "A" } },
});
const config = {
  alerting: { alertmanagers: [{}] },
  scrape_configs: [
    {
      job_name: "all",
      static_configs: [{ targets: ["api:3000", "alertmanager:9093", "prometheus:9090", "localhost:9090"] }],
    },
    { job_name: "pg", static_configs: [{ targets: ["postgres-exporter:9187"] }] },
  ],
};
const run = { config, factor: 60, rules: { "rules.yml": "groups: []" }, scrape: [api()], alertmanager: manager };

test("a Prometheus that scrapes at once starts after its targets, an older one beside them", () => {
  const names = (release: string) =>
    prometheus({ run })
      .after?.(release)
      .map(({ name }) => name);
  expect(names("3.12.0")).toEqual(["api", "alertmanager"]);
  expect(names("3.16.0")).toEqual(["api", "alertmanager"]);
  expect(names("3.11.3")).toEqual([]);
  expect(prometheus().after?.("3.16.0")).toEqual([]);
});

test("Prometheus is given its files, its pace, and where everything really is, itself as well", () => {
  const { args, files = {} } = prometheus({ run }).launch(site);
  expect(args).toEqual(
    expect.arrayContaining([
      "--config.file=/run/files/prometheus.yml",
      "--storage.tsdb.path=/run/data/tsdb",
      "--web.listen-address=127.0.0.1:9-http",
      "--query.lookback-delta=5s",
      "--rules.alert.resend-delay=1s",
    ]),
  );
  expect(Object.keys(files)).toEqual(["rules.yml", "prometheus.yml"]);
  const written = parse(files["prometheus.yml"] ?? "") as Record<string, unknown>;
  expect(written).toMatchObject({
    rule_files: ["/run/files/rules.yml"],
    alerting: { alertmanagers: [{ static_configs: [{ targets: ["127.0.0.1:alertmanager-http"] }] }] },
  });
  const addresses = JSON.stringify(written)
    .match(/"replacement":"(127[^"]+)"/g)
    ?.map((text) => text.slice(15, -1));
  expect(addresses).toEqual(
    expect.arrayContaining(["127.0.0.1:api-http", "127.0.0.1:alertmanager-http", "127.0.0.1:prometheus-http"]),
  );
});

test("without a run it is production's own: no scaled pace and no file of ours", () => {
  const { args, files } = prometheus().launch(site);
  expect(files).toBeUndefined();
  expect(args.join(" ")).not.toMatch(/lookback|resend/);
});

test("what does not run here is told without starting anything", () => {
  expect(prometheusNotes(run)).toEqual(["not scraped here: postgres-exporter:9187 (job pg)"]);
  expect(alertmanagerNotes({ config: { tracing: {} }, factor: 1, inbox: caught })).toEqual([
    "alertmanager.yml: tracing is left out",
  ]);
});

test("Alertmanager is given the user's templates by their contents, and gossips with nobody", () => {
  const { args, files = {} } = manager.launch(site);
  expect(args).toContain("--cluster.listen-address=");
  expect(files["a.tmpl"]).toBe("A");
  expect(parse(files["alertmanager.yml"] ?? "")).toMatchObject({ templates: ["/run/files/a.tmpl"] });
});

test("a version asked for by name is the image's and the program's", () => {
  expect(prometheus({ version: "3.5.0" })).toMatchObject({
    image: imageOf("prometheus", "3.5.0"),
    program: { binary: "prometheus", version: "3.5.0" },
  });
  expect(prometheus().program).toEqual({ binary: "prometheus" });
});

test("our apps and node-exporter listen where they are told to", () => {
  const env = { API_HOST: "127.0.0.1", API_PORT: "9-http", API_CONTROL_PORT: "9-control", API_CONTROL_TOKEN: "t" };
  expect(api({ controlToken: "t" }).launch(site).env).toMatchObject(env);
  expect(api().launch(site).env).not.toHaveProperty("API_CONTROL_PORT");
  expect(api({ logFiles: true }).launch(site).env).toHaveProperty("LOG_DIR", site.data("logs"));
  expect(api().launch(site).env).not.toHaveProperty("LOG_DIR");
  const inboxEnv = { INBOX_HOST: "127.0.0.1", INBOX_PORT: "9-http", INBOX_SMTP_PORT: "9-smtp" };
  expect(caught.launch(site).env).toMatchObject(inboxEnv);
  expect(nodeExporter().launch(site).args).toContain("--web.listen-address=127.0.0.1:9-http");
});

test("Elasticsearch has a configuration of its own as a process, and the image's in a container; both are told where to listen", () => {
  const search = elasticsearch();
  const own = search.launch(site);
  expect(own.env).toMatchObject({ ES_PATH_CONF: "/run/files/config" });
  expect(Object.keys(own.files ?? {})).toContain("config/jvm.options");
  const inside = search.launch({ ...site, listen: () => "0.0.0.0:9200" });
  expect(inside.files).toBeUndefined();
  expect(inside.args[0]).toBe("elasticsearch");
  expect(inside.args).toContain("http.host=0.0.0.0");
  expect(own.args).toContain("http.host=127.0.0.1");
});

test("the API's log goes to Elasticsearch where there is one", () => {
  const search = elasticsearch();
  expect(api({ elasticsearch: search }).launch(site).env).toMatchObject({
    ELASTICSEARCH_URL: "http://127.0.0.1:elasticsearch-http",
  });
  expect(api().launch(site).env).not.toHaveProperty("ELASTICSEARCH_URL");
});

test("the API traces where there is a backend, in the form that it takes, and of the share that was asked for", () => {
  const backend = traceBackend("tracing");
  const { env } = api({ tracing: { backend, ratio: 0.01 } }).launch(site);
  expect(env).toMatchObject({
    OTEL_TRACES_EXPORTER: "otlp",
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:traces-http",
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: "0.01",
  });
  expect(backend.service.launch(site).env).toMatchObject({ TRACES_HOST: "127.0.0.1", TRACES_PORT: "9-http" });
  expect(Object.keys(api().launch(site).env ?? {}).filter((name) => name.startsWith("OTEL_"))).toEqual([]);
});

test("Grafana is given its files where it is told to look, and asks the Prometheus that is really there", () => {
  const files = {
    "dashboards/overview.json": "{}",
    "provisioning/datasources/p.yml": "url: http://prometheus:9090",
    "provisioning/dashboards/d.yml": "path: /etc/grafana/dashboards",
  };
  const { env, files: written = {} } = grafana({ run: { files, prometheus: prometheus({ run }) } }).launch(site);
  expect(env).toMatchObject({
    GF_PATHS_PROVISIONING: "/run/files/provisioning",
    GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: "/run/files/dashboards/overview.json",
  });
  expect(written).toMatchObject({
    "dashboards/overview.json": "{}",
    "provisioning/datasources/p.yml": "url: http://127.0.0.1:prometheus-http",
    "provisioning/dashboards/d.yml": "path: /run/files/dashboards",
  });
  // The twin: without files of its own it looks where the image has them.
  expect(grafana().launch(site).env).not.toHaveProperty("GF_PATHS_PROVISIONING");
});
