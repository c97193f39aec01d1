import { imageOf } from "../stack/versions.ts";
import type { Tool } from "../stack/service.ts";

/** Checks rules and runs unit tests of them; of the same release as Prometheus, and in the same image. */
export function promtool(version?: string): Tool {
  return { binary: "promtool", image: imageOf("prometheus", version), ...(version ? { version } : {}) };
}
