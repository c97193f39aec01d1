import { imageOf } from "../stack/versions.ts";
import type { Tool } from "../stack/service.ts";

/** Checks configurations; of the same release as Alertmanager, and in the same image. */
export function amtool(version?: string): Tool {
  return { binary: "amtool", image: imageOf("alertmanager", version), ...(version ? { version } : {}) };
}
