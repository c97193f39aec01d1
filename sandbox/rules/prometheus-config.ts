import { z } from "zod";
import type { Problem } from "../errors.ts";
import { formatDuration } from "./duration.ts";
import { durationMs, validate } from "./validate.ts";
import { readYaml, type YamlSource } from "./yaml-source.ts";

/** Targets that are written down, with the labels that they all get. */
export interface StaticTargets {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface ScrapeJob {
  readonly name: string;
  readonly scrapeIntervalMs: number;
  readonly scrapeTimeoutMs: number;
  readonly metricsPath: string;
  readonly scheme: string;
  readonly staticConfigs: readonly StaticTargets[];
  /** As it stands in the file; everything that is not interpreted here is in it. */
  readonly raw: Readonly<Record<string, unknown>>;
}

export interface PrometheusConfig {
  readonly scrapeIntervalMs: number;
  readonly evaluationIntervalMs: number;
  readonly scrapeTimeoutMs: number;
  readonly queryOffsetMs: number;
  readonly externalLabels: Readonly<Record<string, string>>;
  /** Patterns, relative to the configuration's own folder. */
  readonly ruleFiles: readonly string[];
  /** `host:port` of each Alertmanager that is written down. */
  readonly alertmanagers: readonly string[];
  readonly jobs: readonly ScrapeJob[];
  /** The whole file as it stands. */
  readonly raw: Readonly<Record<string, unknown>>;
}

const minute = 60_000;
const anything = z.unknown();
const text = z.union([z.string(), z.number(), z.boolean()], { error: "expected text" }).transform(String);
const labels = z.record(z.string(), text).nullish();
const statics = z.array(z.strictObject({ targets: z.array(z.string()), labels })).nullish();
const positive = durationMs.refine((ms) => ms > 0, { error: "expected a duration above 0 such as 15s" });
/** Keys that Prometheus knows and that are passed on as they are. */
const passed = <const K extends string>(keys: readonly K[]) =>
  Object.fromEntries(keys.map((key) => [key, anything.optional()])) as Record<K, z.ZodOptional<z.ZodUnknown>>;

const limits = [
  "body_size_limit",
  "sample_limit",
  "target_limit",
  "label_limit",
  "label_name_length_limit",
  "label_value_length_limit",
  "keep_dropped_targets",
  "metric_name_validation_scheme",
  "metric_name_escaping_scheme",
  "scrape_native_histograms",
  "convert_classic_histograms_to_nhcb",
  "always_scrape_classic_histograms",
  "extra_scrape_metrics",
  "scrape_protocols",
  "scrape_failure_log_file",
] as const;
const http = [
  "basic_auth",
  "authorization",
  "oauth2",
  "bearer_token",
  "bearer_token_file",
  "tls_config",
  "follow_redirects",
  "enable_http2",
  "http_headers",
  "proxy_url",
  "no_proxy",
  "proxy_from_environment",
  "proxy_connect_header",
] as const;
const discoveries = (
  "aws azure consul digitalocean dns docker dockerswarm ec2 ecs eureka file gce hetzner http ionos kubernetes kuma lightsail " +
  "linode marathon nerve nomad openstack ovhcloud puppetdb scaleway serverset stackit triton uyuni vultr"
)
  .split(" ")
  .map((kind) => `${kind}_sd_configs`);

const job = z.strictObject({
  job_name: z.string().min(1),
  scrape_interval: positive.optional(),
  scrape_timeout: positive.optional(),
  metrics_path: z.string().optional(),
  scheme: z.enum(["http", "https"]).optional(),
  static_configs: statics,
  ...passed([
    "honor_labels",
    "honor_timestamps",
    "track_timestamps_staleness",
    "params",
    "fallback_scrape_protocol",
    "enable_compression",
    "native_histogram_bucket_limit",
    "native_histogram_min_bucket_factor",
    "relabel_configs",
    "metric_relabel_configs",
  ]),
  ...passed(limits),
  ...passed(http),
  ...passed(discoveries),
});

const alertmanager = z.strictObject({
  static_configs: statics,
  ...passed(["scheme", "path_prefix", "timeout", "api_version", "relabel_configs", "alert_relabel_configs", "sigv4"]),
  ...passed(http),
  ...passed(discoveries),
});

const schema = z.strictObject({
  global: z
    .strictObject({
      scrape_interval: positive.optional(),
      scrape_timeout: positive.optional(),
      evaluation_interval: positive.optional(),
      rule_query_offset: durationMs.optional(),
      external_labels: labels,
      ...passed(["query_log_file", "query_max_series", "query_max_samples_read", "query_max_duration"]),
      ...passed(limits),
    })
    .nullish(),
  rule_files: z.array(z.string()).nullish(),
  alerting: z
    .strictObject({ alertmanagers: z.array(alertmanager).nullish(), ...passed(["alert_relabel_configs"]) })
    .nullish(),
  scrape_configs: z.array(job).nullish(),
  ...passed(["runtime", "scrape_config_files", "storage", "tracing", "remote_write", "remote_read", "otlp"]),
});

type Raw = z.output<typeof schema>;

export interface ReadPrometheusConfig {
  /** Undefined where the form of the file is wrong. */
  readonly config: PrometheusConfig | undefined;
  readonly source: YamlSource;
  readonly problems: readonly Problem[];
}

/** Reads a `prometheus.yml` with Prometheus' own defaults. Never throws. */
export function readPrometheusConfig(file: string, content: string): ReadPrometheusConfig {
  const source = readYaml(file, content);
  const { value, problems } = validate(source, schema);
  const config = value && interpret(value, source.value as Record<string, unknown>);
  return {
    config,
    source,
    problems: [...problems, ...repeatedJobs(source), ...(config ? longTimeouts(config, source) : [])],
  };
}

function interpret(value: Raw, raw: Record<string, unknown>): PrometheusConfig {
  const scrapeIntervalMs = value.global?.scrape_interval ?? minute;
  const scrapeTimeoutMs = value.global?.scrape_timeout ?? Math.min(10_000, scrapeIntervalMs);
  const rawJobs = (raw["scrape_configs"] ?? []) as Record<string, unknown>[];
  return {
    scrapeIntervalMs,
    scrapeTimeoutMs,
    evaluationIntervalMs: value.global?.evaluation_interval ?? minute,
    queryOffsetMs: value.global?.rule_query_offset ?? 0,
    externalLabels: value.global?.external_labels ?? {},
    ruleFiles: value.rule_files ?? [],
    alertmanagers: (value.alerting?.alertmanagers ?? []).flatMap((one) =>
      (one.static_configs ?? []).flatMap(({ targets }) => targets),
    ),
    jobs: (value.scrape_configs ?? []).map((one, index) => {
      const interval = one.scrape_interval ?? scrapeIntervalMs;
      return {
        name: one.job_name,
        scrapeIntervalMs: interval,
        scrapeTimeoutMs: one.scrape_timeout ?? Math.min(scrapeTimeoutMs, interval),
        metricsPath: one.metrics_path ?? "/metrics",
        scheme: one.scheme ?? "http",
        staticConfigs: (one.static_configs ?? []).map(({ targets, labels: own }) => ({ targets, labels: own ?? {} })),
        raw: rawJobs[index] ?? {},
      };
    }),
    raw,
  };
}

/** From what stands there, so that a mistake elsewhere does not hide it. */
function repeatedJobs(source: YamlSource): Problem[] {
  const jobs = (source.value as { scrape_configs?: unknown } | null | undefined)?.scrape_configs;
  const names = Array.isArray(jobs) ? jobs.map((one: { job_name?: unknown } | null) => one?.job_name) : [];
  return names.flatMap((name, index) =>
    typeof name === "string" && names.indexOf(name) < index
      ? [
          source.problemAt(
            ["scrape_configs", index, "job_name"],
            `a job \`${name}\` stands above already; give this one another name`,
          ),
        ]
      : [],
  );
}

function longTimeouts(config: PrometheusConfig, source: YamlSource): Problem[] {
  return config.jobs.flatMap((one, index) => {
    if (one.scrapeTimeoutMs <= one.scrapeIntervalMs) return [];
    const message = `the timeout is longer than the scrape interval of job \`${one.name}\`; expected at most ${formatDuration(one.scrapeIntervalMs)}`;
    return [source.problemAt(["scrape_configs", index, "scrape_timeout"], message)];
  });
}
