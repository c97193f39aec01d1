import type { Surroundings } from "../../fault/fault.ts";
import type { PrometheusConfig } from "../../rules/prometheus-config.ts";

/** What production may scrape of the sandbox, by the names that its own configuration uses. */
export const sandboxTargets: readonly string[] = [
  "api:3000",
  "node-exporter:9100",
  "alertmanager:9093",
  "prometheus:9090",
];

/** The services of the sandbox that production scrapes, by their names: a target `api:3000` is the service `api`. */
export function targetsOf(config: PrometheusConfig): Surroundings["targets"] {
  const found: Record<string, { job: string; instance: string }> = {};
  for (const job of config.jobs) {
    for (const target of job.staticConfigs.flatMap((group) => group.targets)) {
      const name = target.replace(/:\d+$/, "");
      if (sandboxTargets.includes(target)) found[name] ??= { job: job.name, instance: target };
    }
  }
  return found;
}
