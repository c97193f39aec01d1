import { z } from "zod";
import type { Stack } from "../stack/stack.ts";
import { getJson } from "./http.ts";

const prometheus = z.object({ data: z.object({ yaml: z.string() }) });
const alertmanager = z.object({ config: z.object({ original: z.string() }) });

/** The configurations that really run, by file name, as the programs themselves give them: secrets are blotted out. */
export async function configsOf(stack: Stack, signal?: AbortSignal): Promise<Readonly<Record<string, string>>> {
  const ask = async (service: string, path: string): Promise<unknown> => {
    const running = stack.named(service);
    return running && (await getJson(new URL(path, running.url("http")), signal));
  };
  const [ofPrometheus, ofAlertmanager] = await Promise.all([
    ask("prometheus", "/api/v1/status/config"),
    ask("alertmanager", "/api/v2/status"),
  ]);
  return {
    "prometheus.yml": prometheus.parse(ofPrometheus).data.yaml,
    "alertmanager.yml": alertmanager.parse(ofAlertmanager).config.original,
  };
}
