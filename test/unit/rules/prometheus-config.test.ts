import { describe, expect, it } from "vitest";
import { readPrometheusConfig } from "../../../sandbox/rules/prometheus-config.ts";

const good = `global:
  scrape_interval: 15s
  external_labels: { environment: production, shard: 1 }
rule_files: [rules/*.yml]
alerting:
  alertmanagers:
    - static_configs: [{ targets: ["alertmanager:9093"] }]
scrape_configs:
  - job_name: api
    scrape_interval: 30s
    static_configs: [{ targets: ["api:3000"], labels: { team: web } }]
    relabel_configs: [{ action: labeldrop, regex: x }]
  - job_name: pods
    scrape_timeout: 5s
    metrics_path: /stats
    kubernetes_sd_configs: [{ role: pod }]
remote_write: [{ url: "https://example.org" }]
`;

describe("a prometheus.yml", () => {
  it("is read with Prometheus' defaults, and keeps what is not interpreted", () => {
    const { config, problems } = readPrometheusConfig("f.yml", good);
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      scrapeIntervalMs: 15_000,
      evaluationIntervalMs: 60_000,
      scrapeTimeoutMs: 10_000,
      externalLabels: { environment: "production", shard: "1" },
      ruleFiles: ["rules/*.yml"],
      alertmanagers: ["alertmanager:9093"],
    });
    expect(config?.jobs).toMatchObject([
      {
        name: "api",
        scrapeIntervalMs: 30_000,
        scrapeTimeoutMs: 10_000,
        metricsPath: "/metrics",
        staticConfigs: [{ targets: ["api:3000"], labels: { team: "web" } }],
        raw: { relabel_configs: [{ action: "labeldrop", regex: "x" }] },
      },
      { name: "pods", scrapeIntervalMs: 15_000, scrapeTimeoutMs: 5000, metricsPath: "/stats", staticConfigs: [] },
    ]);
    expect(config?.raw).toHaveProperty("remote_write");
  });

  it.each([
    [
      "  scrape_interval: 15s",
      "  scrape_intervall: 15s",
      "2:3: unknown key `scrape_intervall`; did you mean `scrape_interval`?",
    ],
    ["  scrape_interval: 15s", "  scrape_interval: 15", "2:20: expected a duration such as 5m, got `15`"],
    ["  scrape_interval: 15s", "  scrape_interval: 0s", "2:20: expected a duration above 0 such as 15s, got `0s`"],
    ["job_name: api", "job_nam: api", "9:5: `job_name` is missing; expected text"],
    ["job_name: pods", "job_name: api", "13:15: a job `api` stands above already; give this one another name"],
    [
      'static_configs: [{ targets: ["api:3000"]',
      'static_configs: [{ target: ["api:3000"]',
      "11:24: unknown key `target`; did you mean `targets`?",
    ],
    [
      "scrape_timeout: 5s",
      "scrape_timeout: 20s",
      "14:21: the timeout is longer than the scrape interval of job `pods`; expected at most 15s",
    ],
    ["rule_files: [rules/*.yml]", "rule_files: rules/*.yml", "4:13: expected a list, got `rules/*.yml`"],
    [
      "kubernetes_sd_configs",
      "kubernets_sd_configs",
      "16:5: unknown key `kubernets_sd_configs`; did you mean `kubernetes_sd_configs`?",
    ],
  ])("with %j made %j is wrong, and it is said where", (from, to, problem) => {
    const { problems } = readPrometheusConfig("f.yml", good.replace(from, to));
    expect(problems.map(({ line, column, message }) => `${line}:${column}: ${message}`)).toContain(problem);
  });
});
