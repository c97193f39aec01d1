import { z } from "zod";
import type { Stack } from "../stack/stack.ts";
import { getJson } from "./http.ts";
import { prometheusReader } from "./prometheus.ts";

const alertmanagerStatus = z.object({ versionInfo: z.object({ version: z.string() }) });

const nodes = z.object({ nodes: z.record(z.string(), z.object({ version: z.string() })) });

/** What the running programs say that they are, by service; our own apps have no version of their own. */
export async function versionsOf(stack: Stack, signal?: AbortSignal): Promise<Readonly<Record<string, string>>> {
  const readers: Readonly<Record<string, (base: URL) => Promise<string>>> = {
    prometheus: (base) => prometheusReader(base, signal).version(),
    alertmanager: async (base) =>
      alertmanagerStatus.parse(await getJson(new URL("/api/v2/status", base), signal)).versionInfo.version,
    "node-exporter": async (base) =>
      buildInfo(await (await fetch(new URL("/metrics", base), { signal: signal ?? null })).text()),
    elasticsearch: async (base) => {
      const said = nodes.parse(await getJson(new URL("/_nodes/_local?filter_path=nodes.*.version", base), signal));
      return Object.values(said.nodes)[0]?.version ?? "unknown";
    },
  };
  const known = stack.all().flatMap((running) => {
    const read = readers[running.service.name];
    return read ? [[running.service.name, read(running.url("http"))] as const] : [];
  });
  return Object.fromEntries(await Promise.all(known.map(async ([name, version]) => [name, await version] as const)));
}

function buildInfo(metrics: string): string {
  return /^node_exporter_build_info\{[^}]*\bversion="([^"]*)"/m.exec(metrics)?.[1] ?? "unknown";
}
