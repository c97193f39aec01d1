import type { Board } from "../board.ts";

const here = 'instance=~"$instance"';
const perSecond = (metric: string, labels = "") => `sum by (instance, device) (rate(${metric}{${here}${labels}}[5m]))`;

/** The machine, as node-exporter sees it. */
export const node: Board = {
  name: "node",
  title: "BailBondPro: machines",
  description: "Processors, memory, disks and network of each machine.",
  variables: [{ name: "instance", title: "Machine", metric: "node_load1", label: "instance" }],
  rows: [
    {
      title: "Processors and memory",
      panels: [
        {
          type: "timeseries",
          title: "Processors busy",
          description: "The share of all processors' time that was not idle.",
          unit: "percentunit",
          asks: { "{{instance}}": `1 - avg by (instance) (rate(node_cpu_seconds_total{${here}, mode="idle"}[5m]))` },
          bad: { from: 0.9 },
        },
        {
          type: "timeseries",
          title: "Load per processor",
          description:
            "Processes that run or wait, over five minutes, for each processor. Above 1 they wait for one another.",
          unit: "none",
          asks: {
            "{{instance}}":
              `sum by (instance) (node_load5{${here}})` +
              ` / count by (instance) (node_cpu_seconds_total{${here}, mode="idle"})`,
          },
          bad: { from: 2, warnFrom: 1 },
        },
        {
          type: "timeseries",
          title: "Memory in use",
          description: "The share that no new process could have.",
          unit: "percentunit",
          asks: { "{{instance}}": `1 - node_memory_MemAvailable_bytes{${here}} / node_memory_MemTotal_bytes{${here}}` },
          bad: { from: 0.9 },
        },
        {
          type: "timeseries",
          title: "Memory available",
          description: "What a new process could have without anything being swapped out.",
          unit: "bytes",
          asks: { "{{instance}}": `node_memory_MemAvailable_bytes{${here}}` },
        },
      ],
    },
    {
      title: "Disks, network, files",
      panels: [
        {
          type: "timeseries",
          title: "Read from disks",
          description: "Bytes per second of each device.",
          unit: "binBps",
          asks: { "{{instance}} {{device}}": perSecond("node_disk_read_bytes_total") },
        },
        {
          type: "timeseries",
          title: "Written to disks",
          description: "Bytes per second of each device.",
          unit: "binBps",
          asks: { "{{instance}} {{device}}": perSecond("node_disk_written_bytes_total") },
        },
        {
          type: "timeseries",
          title: "Received",
          description: "Bytes per second of each device of the network.",
          unit: "binBps",
          asks: { "{{instance}} {{device}}": perSecond("node_network_receive_bytes_total") },
        },
        {
          type: "timeseries",
          title: "Sent",
          description: "Bytes per second of each device of the network.",
          unit: "binBps",
          asks: { "{{instance}} {{device}}": perSecond("node_network_transmit_bytes_total") },
        },
        {
          type: "stat",
          title: "Open files",
          description: "The share of the files that the machine may have open at once.",
          unit: "percentunit",
          asks: { "{{instance}}": `node_filefd_allocated{${here}} / node_filefd_maximum{${here}}` },
          bad: { from: 0.8 },
        },
        {
          type: "stat",
          title: "Running processes",
          description: "Those that run or could.",
          unit: "short",
          asks: { "{{instance}}": `node_procs_running{${here}}` },
        },
      ],
    },
  ],
};
