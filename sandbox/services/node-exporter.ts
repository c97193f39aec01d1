import { imageOf } from "../stack/versions.ts";
import type { Service } from "../stack/service.ts";

/** Those that alert rules ask for, and that are cheap: eight scrapes a second take 3 ms each with them, 6 with all. */
const collectors = {
  cpu: "node_cpu_",
  diskstats: "node_disk_",
  filefd: "node_filefd_",
  filesystem: "node_filesystem_",
  loadavg: "node_load",
  meminfo: "node_memory_",
  netdev: "node_network_",
  stat: "node_(boot_time_seconds|context_switches_total|forks_total|intr_total|procs_)",
  uname: "node_uname_info",
  vmstat: "node_vmstat_",
} as const;

export interface NodeExporterOptions {
  /** All that is read of it, by name; not given, anything may be. What nobody reads is not collected. */
  readonly reads?: readonly string[];
}

/** The machine's own metrics. */
export function nodeExporter({ reads }: NodeExporterOptions = {}): Service<"http"> {
  const wanted = Object.entries(collectors).filter(
    ([name, prefix]) =>
      // One at least: an exporter of nothing answers no scrape.
      name === "loadavg" || !reads || reads.some((metric) => new RegExp(`^${prefix}`).test(metric)),
  );
  return {
    name: "node-exporter",
    image: imageOf("node-exporter"),
    program: { binary: "node-exporter" },
    ports: { http: 9100 },
    needs: [],
    ready: { http: "/metrics", port: "http" },
    launch: (site) => ({
      args: [
        `--web.listen-address=${site.listen("http")}`,
        "--log.level=error",
        "--collector.disable-defaults",
        "--web.disable-exporter-metrics",
        ...wanted.map(([collector]) => `--collector.${collector}`),
      ],
    }),
  };
}
