import type { Surroundings } from "../../fault/fault.ts";
import type { PrometheusConfig } from "../../rules/prometheus-config.ts";

/** The services of the sandbox that production scrapes, by their names: a target `api:3000` is the service `api`. */
export function targetsOf(config: PrometheusConfig): Surroundings["targets"] {
  const found: Record<string, { job: string; instance: string }> = {};
  for (const job of config.jobs) {
    for (const group of job.staticConfigs) {
      for (const target of group.targets) {
        const name = target.replace(/:\d+$/, "");
        if (sandboxServices.has(name)) found[name] ??= { job: job.name, instance: target };
      }
    }
  }
  return found;
}

const sandboxServices = new Set(["api", "alertmanager", "node-exporter", "prometheus"]);
