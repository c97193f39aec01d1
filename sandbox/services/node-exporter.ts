import { imageOf } from "../stack/versions.ts";
import type { Service } from "../stack/service.ts";

/** Those that alert rules ask for, and that are cheap: eight scrapes a second take 3 ms each with them, 6 with all. */
const collectors = [
  "cpu",
  "diskstats",
  "filefd",
  "filesystem",
  "loadavg",
  "meminfo",
  "netdev",
  "stat",
  "uname",
  "vmstat",
];

/** The machine's own metrics. */
export function nodeExporter(): Service<"http"> {
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
        ...collectors.map((collector) => `--collector.${collector}`),
      ],
    }),
  };
}
