import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { readRuleFile } from "../../sandbox/rules/rule-file.ts";
import { promtool } from "../../sandbox/services/promtool.ts";
import { processRuntime } from "../../sandbox/stack/process-runtime.ts";
import type { Tool } from "../../sandbox/stack/service.ts";
import { imageOf } from "../../sandbox/stack/versions.ts";
import { projectFixtures } from "../helpers/fixtures.ts";

const folder = path.join(projectFixtures, "as-written");
const text = (file: string): string => readFileSync(path.join(folder, file), "utf8");

const composed = parse(text("docker-compose.monitoring.yml")) as {
  services: Record<string, { volumes: string[]; command: string[] }>;
};
const services = Object.keys(composed.services);
const volumes = Object.values(composed.services).flatMap((service) => service.volumes);
const prometheus = parse(text("prometheus/prometheus.yml")) as {
  scrape_configs: { static_configs: { targets: string[] }[] }[];
};
const targets = prometheus.scrape_configs.flatMap((job) => job.static_configs.flatMap((group) => group.targets));
const boards = "grafana/dashboards/application-overview.json";
const { dashboard } = JSON.parse(text(boards)) as {
  dashboard: { panels: { title: string; type: string; targets: { expr: string }[] }[] };
};

test("the guide's conditions, durations and severities stand in the rules to the letter", () => {
  const { groups, problems } = readRuleFile("alert_rules.yml", text("prometheus/alert_rules.yml"));
  expect(problems).toEqual([]);
  const rules = groups.flatMap((group) => group.rules);
  expect(rules.map(({ name, expr, forMs, labels }) => [name, expr, forMs / 60_000, labels["severity"]])).toEqual([
    ["HighErrorRate", "error_rate > 0.05", 5, "critical"],
    ["HighResponseTime", 'http_request_duration_seconds{quantile="0.95"} > 1', 5, "warning"],
    ["LowAvailability", "up == 0", 1, "critical"],
    ["HighMemoryUsage", "memory_usage_percent > 85", 10, "warning"],
    ["DbConnectionIssues", "db_connections_active / db_connections_max > 0.8", 5, "warning"],
  ]);
});

const findings = [...text("README.md").matchAll(/^\| (\S+):(\d+) \| `(.+?)` \|/gm)].map(
  ([, file = "", line = "", code = ""]) => ({ file, line: Number(line), code }),
);

test("every finding of the page stands where the page says", () => {
  expect(findings.length).toBeGreaterThan(12);
  const astray = findings.filter(({ file, line, code }) => !text(file).split("\n")[line - 1]?.includes(code));
  expect(astray).toEqual([]);
});

describe("what is composed", () => {
  test("lacks the Alertmanager and two of the exporters that Prometheus is told of", () => {
    expect(services).toEqual(["prometheus", "grafana", "node-exporter"]);
    const hosts = [...targets, "alertmanager:9093"].map((target) => target.replace(/:\d+$/, ""));
    expect(hosts.filter((host) => !services.includes(host))).toEqual([
      "localhost",
      "postgres-exporter",
      "redis-exporter",
      "api", // ours, and the API is not composed either
      "alertmanager",
    ]);
  });

  test("mounts neither the rules nor a provider of dashboards", () => {
    expect(volumes.filter((volume) => volume.includes("monitoring/"))).toEqual([
      "./monitoring/prometheus.yml:/etc/prometheus/prometheus.yml",
      "./monitoring/grafana/dashboards:/etc/grafana/provisioning/dashboards",
      "./monitoring/grafana/datasources:/etc/grafana/provisioning/datasources",
    ]);
    expect(existsSync(path.join(folder, "grafana/dashboards/provider.yml"))).toBe(false);
  });
});

test("the dashboard is in an envelope, and its panels are of types that Grafana has no more", () => {
  expect(Object.keys(JSON.parse(text(boards)) as object)).toEqual(["dashboard"]);
  expect(dashboard.panels.map(({ title, type }) => `${title}: ${type}`)).toEqual([
    "Request Rate: graph",
    "Response Time: graph",
    "Error Rate: singlestat",
    "Active Bonds: singlestat",
  ]);
});

const runtime = await processRuntime();
const exporter: Tool = { binary: "node-exporter", image: imageOf("node-exporter") };
afterAll(() => runtime[Symbol.asyncDispose]());

describe("the programs of today", () => {
  beforeAll(() => runtime.prepare([], [promtool(), exporter], () => {}));

  test("take the rules: promtool has nothing against them, though four can never fire", async () => {
    const files = { "alert_rules.yml": text("prometheus/alert_rules.yml") };
    const run = await runtime.run(promtool(), (at) => ["check", "rules", at("alert_rules.yml")], files);
    expect(run).toMatchObject({ exitCode: 0, output: expect.stringContaining("5 rules found") });
  });

  test("find a rule file that is not there to be none: Prometheus would start without rules", async () => {
    const files = { "prometheus.yml": text("prometheus/prometheus.yml") };
    const lenient = await runtime.run(
      promtool(),
      (at) => ["check", "config", "--syntax-only", at("prometheus.yml")],
      files,
    );
    expect(lenient.exitCode).toBe(0);
    const strict = await runtime.run(promtool(), (at) => ["check", "config", at("prometheus.yml")], files);
    expect(strict).toMatchObject({ exitCode: 1, output: expect.stringContaining("alert_rules.yml") });
  });

  test("hide the flag that the compose file gives node-exporter, and know the one that took its place", async () => {
    const { output } = await runtime.run(exporter, () => ["--help"], {});
    expect(output).toContain("--collector.filesystem.mount-points-exclude");
    expect(output).not.toContain("ignored-mount-points");
    const flag = composed.services["node-exporter"]?.command.find((one) => one.includes("ignored-mount-points")) ?? "";
    // `--version` ends it once the flags are read.
    expect(await runtime.run(exporter, () => [flag, "--version"], {})).toMatchObject({ exitCode: 0 });
    expect(await runtime.run(exporter, () => ["--no-such-flag", "--version"], {})).toMatchObject({ exitCode: 1 });
  });

  /** What a panel shows of two routes, one of which fails once in five requests; the other never. */
  const shown = async (expr: string): Promise<number[]> => {
    const series = (metric: string, route: string, rest: string, perMinute: number) => ({
      series: `${metric}{method="GET",route="${route}",${rest}}`,
      values: `0+${perMinute}x10`,
    });
    const buckets = ["/a", "/b"].flatMap((route, i) =>
      ["0.1", "1", "+Inf"].map((le, b) =>
        series("http_request_duration_seconds_bucket", route, `status_code="200",le="${le}"`, 60 * (b + i + 1)),
      ),
    );
    const test = stringify({
      evaluation_interval: "1m",
      tests: [
        {
          interval: "1m",
          input_series: [
            series("http_requests_total", "/a", 'status_code="200"', 80),
            series("http_requests_total", "/a", 'status_code="500"', 20),
            series("http_requests_total", "/b", 'status_code="200"', 100),
            ...buckets,
          ],
          promql_expr_test: [{ expr, eval_time: "10m", exp_samples: [] }],
        },
      ],
    });
    const { output } = await runtime.run(promtool(), (at) => ["test", "rules", at("panel.yml")], { "panel.yml": test });
    const got = output.slice(output.indexOf("got:"));
    return [...got.matchAll(/\{[^}]*\} ([-+.\dE]+)/g)].map(([, value]) => Number(value));
  };
  const panel = (title: string): string => dashboard.panels.find((one) => one.title === title)?.targets[0]?.expr ?? "";

  test("show an error rate of 100 % where it is 10 %; summed up it is right", async () => {
    expect(await shown(panel("Error Rate"))).toEqual([100]);
    const right = panel("Error Rate").replaceAll(/rate\([^)]*\)/g, (rate) => `sum(${rate})`);
    expect(await shown(right)).toEqual([10]);
  });

  test("show a 95th percentile for each route; summed up by `le` it is one", async () => {
    expect(await shown(panel("Response Time"))).toHaveLength(2);
    const right = panel("Response Time").replace(/rate\([^)]*\)/, (rate) => `sum by (le) (${rate})`);
    expect(await shown(right)).toHaveLength(1);
  });
});
