import { durationMs, scaled } from "./scaled.ts";
import { listOf, mapOf, othersThan, pick, textOf } from "./yaml-value.ts";
import type { YamlMap } from "./yaml-value.ts";

export interface ScrapePlace {
  readonly global: YamlMap;
  readonly factor: number;
  /** Where each production target really is: `api:3000` → `127.0.0.1:41873`. */
  readonly addresses: Readonly<Record<string, string>>;
}

export interface Written {
  readonly config: Record<string, unknown>;
  /** What was left out, a sentence each. */
  readonly notes: readonly string[];
}

/** What of a job means the same here as in production. The rest says how to reach a target, which is ours to say. */
const kept = [
  "job_name",
  "honor_labels",
  "honor_timestamps",
  "track_timestamps_staleness",
  "metrics_path",
  "params",
  "body_size_limit",
  "sample_limit",
  "label_limit",
  "label_name_length_limit",
  "label_value_length_limit",
  "target_limit",
  "keep_dropped_targets",
  "enable_compression",
  "native_histogram_bucket_limit",
  "native_histogram_min_bucket_factor",
  "scrape_protocols",
  "fallback_scrape_protocol",
  "scrape_native_histograms",
  "always_scrape_classic_histograms",
  "convert_classic_histograms_to_nhcb",
  "metric_name_validation_scheme",
  "metric_name_escaping_scheme",
  "extra_scrape_metrics",
  "metric_relabel_configs",
];
const rewritten = ["scrape_interval", "scrape_timeout", "static_configs", "relabel_configs"];

/**
 * One job as it runs here. `instance` keeps its production value, because targets stay as they are written and only
 * the last relabelling, after the user's own, turns an address into the real one. Undefined: no target of it is here.
 */
export function runScrapeConfig(
  job: YamlMap,
  place: ScrapePlace,
): Written | { readonly config: undefined; readonly notes: readonly string[] } {
  const name = textOf(job["job_name"]) ?? "";
  const relabels = listOf(job["relabel_configs"]).map(mapOf);
  // Where the user's own relabelling makes the address, only the relabelled address says whether it is here.
  const moves = relabels.some((rule) => rule["target_label"] === "__address__");
  const missing: string[] = [];
  const known = (target: unknown) => {
    const address = textOf(target) ?? "";
    const here = moves || Object.hasOwn(place.addresses, address);
    if (!here) missing.push(address);
    return here;
  };
  const statics = listOf(job["static_configs"])
    .map(mapOf)
    .map((group) => ({ ...group, targets: listOf(group["targets"]).filter(known) }))
    .filter((group) => group.targets.length > 0);

  const written = new Set<unknown>(statics.flatMap((group) => group.targets));
  const reachable = Object.entries(place.addresses).filter(([target]) => moves || written.has(target));

  const left = othersThan(job, [...kept, ...rewritten]);
  const notes = [
    ...missing.map((target) => `not scraped here: ${target} (job ${name})`),
    ...left.map((key) => `job ${name}: ${key} is left out`),
    ...relabels.filter(setsPace).map((rule) => `job ${name}: relabelling ${String(rule["target_label"])} is left out`),
  ];
  if (moves) notes.push(`job ${name}: of its relabelled targets only those in the sandbox are scraped`);
  if (statics.length === 0) return { config: undefined, notes };
  const config = {
    ...pick(job, kept),
    ...pace(job, place),
    static_configs: statics,
    relabel_configs: [...relabels.filter((rule) => !setsPace(rule)), ...relabelling(reachable)],
  };
  return { config, notes };
}

/**
 * The interval divided by the factor. The timeout is production's own, as far as the interval lets it: a service does not
 * answer faster because time is scaled, and a shorter one would call a busy machine down.
 */
function pace(job: YamlMap, { global, factor }: ScrapePlace) {
  const interval = durationMs(job["scrape_interval"] ?? global["scrape_interval"], 60_000);
  const timeout = durationMs(job["scrape_timeout"] ?? global["scrape_timeout"], 10_000);
  return {
    scrape_interval: scaled(interval, factor),
    scrape_timeout: scaled(Math.min(interval / factor, timeout), 1),
  };
}

function setsPace(rule: YamlMap): boolean {
  return rule["target_label"] === "__scrape_interval__" || rule["target_label"] === "__scrape_timeout__";
}

function relabelling(addresses: readonly (readonly [string, string])[]): Record<string, unknown>[] {
  const moved = addresses.filter(([target, real]) => target !== real);
  return [
    // Nothing outside the sandbox is ever scraped, whatever was relabelled before.
    { source_labels: ["__address__"], regex: addresses.map(([target]) => escaped(target)).join("|"), action: "keep" },
    { target_label: "__scheme__", replacement: "http" },
    { source_labels: ["instance", "__address__"], regex: ";(.+)", target_label: "instance", replacement: "$1" },
    ...moved.map(([target, real]) => ({
      source_labels: ["__address__"],
      regex: escaped(target),
      target_label: "__address__",
      replacement: real,
    })),
  ];
}

function escaped(address: string): string {
  return address.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
