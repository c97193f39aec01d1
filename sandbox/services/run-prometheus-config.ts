import { durationMs, scaled } from "./scaled.ts";
import { runScrapeConfig } from "./scrape-configs.ts";
import { writeYaml } from "./write-yaml.ts";
import { listOf, mapOf, othersThan, pick } from "./yaml-value.ts";
import type { YamlMap } from "./yaml-value.ts";

export interface PrometheusPlace {
  readonly factor: number;
  /** Where each production target really is: `api:3000` → `127.0.0.1:41873`. What is not named is not scraped. */
  readonly addresses: Readonly<Record<string, string>>;
  /** What the rule files are called there. */
  readonly ruleFiles: readonly string[];
  /** `host:port` of the only Alertmanager that is told anything. */
  readonly alertmanager: string;
}

export interface RunConfig {
  readonly text: string;
  /** What production has and this has not, a sentence each: for the report. */
  readonly notes: readonly string[];
}

const keptGlobals = [
  "external_labels",
  "body_size_limit",
  "sample_limit",
  "label_limit",
  "label_name_length_limit",
  "label_value_length_limit",
  "target_limit",
  "keep_dropped_targets",
  "query_max_series",
  "query_max_samples_read",
  "query_max_duration",
  "scrape_protocols",
  "scrape_native_histograms",
  "always_scrape_classic_histograms",
  "convert_classic_histograms_to_nhcb",
  "metric_name_validation_scheme",
  "metric_name_escaping_scheme",
  "extra_scrape_metrics",
];
const scaledGlobals = ["scrape_interval", "scrape_timeout", "evaluation_interval", "rule_query_offset"];

/**
 * Production's prometheus.yml as it runs here: every interval divided by the factor, every address the real one.
 * Written anew from what is known to be harmless, so nothing that production sends elsewhere is sent from here.
 */
export function runPrometheusConfig(production: YamlMap, place: PrometheusPlace): RunConfig {
  const { factor, addresses } = place;
  const global = mapOf(production["global"]);
  const jobs = listOf(production["scrape_configs"]).map((job) =>
    runScrapeConfig(mapOf(job), { global, factor, addresses }),
  );
  const offset = global["rule_query_offset"];
  const alerting = runAlerting(mapOf(production["alerting"]), place.alertmanager);
  const written = {
    global: {
      ...pick(global, keptGlobals),
      scrape_interval: scaled(durationMs(global["scrape_interval"], 60_000), factor),
      evaluation_interval: scaled(durationMs(global["evaluation_interval"], 60_000), factor),
      ...(offset == null ? {} : { rule_query_offset: scaled(durationMs(offset, 0), factor) }),
    },
    rule_files: place.ruleFiles,
    ...(alerting.config ? { alerting: alerting.config } : {}),
    scrape_configs: jobs.flatMap((job) => (job.config ? [job.config] : [])),
  };
  const notes = [
    ...othersThan(production, ["global", "rule_files", "alerting", "scrape_configs"]).map(
      (key) => `prometheus.yml: ${key} is left out`,
    ),
    ...othersThan(global, [...keptGlobals, ...scaledGlobals]).map((key) => `prometheus.yml: global ${key} is left out`),
    ...alerting.notes,
    ...jobs.flatMap((job) => job.notes),
  ];
  return { text: writeYaml(written), notes };
}

/** The sandbox's Alertmanager in the place of production's. Where production tells none, none is told here either. */
function runAlerting(alerting: YamlMap, address: string): { config?: Record<string, unknown>; notes: string[] } {
  const managers = listOf(alerting["alertmanagers"]).map(mapOf);
  const first = managers[0];
  if (!first) return { notes: ["prometheus.yml: no Alertmanager is configured, so no notification can be sent"] };
  const config = {
    ...pick(alerting, ["alert_relabel_configs"]),
    alertmanagers: [{ ...pick(first, ["alert_relabel_configs"]), static_configs: [{ targets: [address] }] }],
  };
  const further = managers.length - 1;
  return {
    config,
    notes: further > 0 ? [`prometheus.yml: of ${managers.length} Alertmanager entries only the first stands here`] : [],
  };
}
