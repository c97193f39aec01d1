import { expect, test } from "vitest";
import { parse } from "yaml";
import { runPrometheusConfig } from "../../../sandbox/services/run-prometheus-config.ts";
import type { YamlMap } from "../../../sandbox/services/yaml-value.ts";

const place = {
  factor: 120,
  addresses: { "api:3000": "127.0.0.1:41873", "node-exporter:9100": "127.0.0.1:41874" },
  ruleFiles: ["/run/rules.yml"],
  alertmanager: "127.0.0.1:41900",
};

interface Written {
  readonly global: YamlMap;
  readonly alerting?: unknown;
  readonly scrape_configs: readonly (YamlMap & {
    readonly job_name: string;
    readonly static_configs: readonly { readonly targets: readonly string[] }[];
    readonly relabel_configs: readonly YamlMap[];
  })[];
}

function run(production: string, changed: Partial<typeof place> = {}) {
  const { text, notes } = runPrometheusConfig(parse(production) as YamlMap, { ...place, ...changed });
  return { text, notes, written: parse(text) as Written };
}

const job = (name: string, target: string, more = "") =>
  `scrape_configs: [{job_name: ${name}, static_configs: [{targets: ["${target}"]}]${more}}]\n`;

test("every interval is divided by the factor", () => {
  const { written } = run(`
global: {scrape_interval: 15s, evaluation_interval: 1m, rule_query_offset: 30s}
scrape_configs:
  - {job_name: a, scrape_interval: 30s, static_configs: [{targets: ["api:3000"]}]}
  - {job_name: b, static_configs: [{targets: ["api:3000"]}]}
`);
  expect(written.global).toEqual({
    scrape_interval: "125ms",
    evaluation_interval: "500ms",
    rule_query_offset: "250ms",
  });
  expect(written.scrape_configs.map((one) => one["scrape_interval"])).toEqual(["250ms", "125ms"]);
});

test("Prometheus' own defaults are divided too", () => {
  const { written } = run(job("a", "api:3000"), { factor: 60 });
  expect(written.global).toEqual({ scrape_interval: "1s", evaluation_interval: "1s" });
});

test.each([
  ["1m", "", 120, "500ms", "500ms"], // a service answers no faster because time is scaled
  ["1m", "", 2, "30s", "10s"],
  ["15s", "", 240, "63ms", "63ms"], // never above the interval
  ["1m", "scrape_timeout: 30s", 60, "1s", "1s"],
  ["1m", "scrape_timeout: 200ms", 60, "1s", "200ms"],
  ["15s", "", 1, "15s", "10s"],
  ["5s", "", 1, "5s", "5s"],
])(
  "scraped every %s with %j, at a factor of %d: every %s with a timeout of %s",
  (interval, more, factor, every, timeout) => {
    const { written } = run(job("a", "api:3000", `, scrape_interval: ${interval}, ${more}`), { factor });
    expect(written.scrape_configs[0]).toMatchObject({ scrape_interval: every, scrape_timeout: timeout });
  },
);

test("targets stay as production writes them, and only the last relabelling turns their address into the real one", () => {
  const { written } = run(job("a", "api:3000", ", relabel_configs: [{target_label: team, replacement: core}]"));
  expect(written.scrape_configs[0]?.static_configs).toEqual([{ targets: ["api:3000"] }]);
  const rules = written.scrape_configs[0]?.relabel_configs ?? [];
  expect(rules[0]).toEqual({ target_label: "team", replacement: "core" });
  expect(rules.at(-1)).toEqual({
    source_labels: ["__address__"],
    regex: "api:3000",
    target_label: "__address__",
    replacement: "127.0.0.1:41873",
  });
  const instance = rules.findIndex((rule) => rule["target_label"] === "instance");
  expect(instance).toBe(rules.length - 2);
});

test("a target that is not in the sandbox is left out by name, and its job with it", () => {
  const { written, notes } = run(
    job("pg", "postgres-exporter:9187") + `  # and one that is\nalerting: {alertmanagers: [{}]}\n`,
  );
  expect(written.scrape_configs).toEqual([]);
  expect(notes).toEqual(["not scraped here: postgres-exporter:9187 (job pg)"]);
  const known = { addresses: { ...place.addresses, "postgres-exporter:9187": "127.0.0.1:1" } };
  expect(run(job("pg", "postgres-exporter:9187"), known).written.scrape_configs).toHaveLength(1);
});

test("where the user's relabelling makes the address, all targets stay and only known addresses are kept", () => {
  const { written, notes } = run(
    job("probe", "https://shop.example", `, relabel_configs: [{target_label: __address__, replacement: "api:3000"}]`),
  );
  const [probe] = written.scrape_configs;
  expect(probe?.static_configs).toEqual([{ targets: ["https://shop.example"] }]);
  expect(probe?.relabel_configs[1]).toMatchObject({ action: "keep", regex: "api:3000|node-exporter:9100" });
  expect(notes).toContain("job probe: of its relabelled targets only those in the sandbox are scraped");
});

test("ways to find and to reach targets are left out by name", () => {
  const { text, notes } = run(
    job("a", "api:3000", ", scheme: https, kubernetes_sd_configs: [{role: pod}], basic_auth: {password: hunter2}"),
  );
  expect(notes).toEqual(
    expect.arrayContaining(["scheme", "kubernetes_sd_configs", "basic_auth"].map((key) => `job a: ${key} is left out`)),
  );
  expect(text).not.toContain("hunter2");
});

test("nothing leaves: what production sends elsewhere is not copied, and is named", () => {
  const { text, notes } = run(`${job("a", "api:3000")}
remote_write: [{url: "https://metrics.example/write"}]
remote_read: [{url: "https://metrics.example/read"}]
tracing: {endpoint: "traces.example:4317"}
global: {query_log_file: /var/log/queries, external_labels: {environment: production}}
alerting:
  alert_relabel_configs: [{action: labeldrop, regex: replica}]
  alertmanagers: [{basic_auth: {password: hunter2}, static_configs: [{targets: ["am.example:9093"]}]}]
`);
  expect(text).not.toMatch(/metrics\.example|traces\.example|am\.example|hunter2|\/var\/log/);
  for (const key of ["remote_write", "remote_read", "tracing", "global query_log_file"])
    expect(notes).toContain(`prometheus.yml: ${key} is left out`);
  expect((parse(text) as Written).alerting).toEqual({
    alert_relabel_configs: [{ action: "labeldrop", regex: "replica" }],
    alertmanagers: [{ static_configs: [{ targets: ["127.0.0.1:41900"] }] }],
  });
  expect((parse(text) as Written).global["external_labels"]).toEqual({ environment: "production" });
});

test("where production tells no Alertmanager, none is told here, and that is said", () => {
  const { written, notes } = run(job("a", "api:3000"));
  expect(written.alerting).toBeUndefined();
  expect(notes).toEqual(["prometheus.yml: no Alertmanager is configured, so no notification can be sent"]);
});
