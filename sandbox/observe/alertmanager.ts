import { z } from "zod";
import { getJson } from "./http.ts";

const status = z.object({ versionInfo: z.object({ version: z.string() }) });

/** The release that an Alertmanager says it is. */
export async function alertmanagerVersion(base: URL, signal?: AbortSignal): Promise<string> {
  return status.parse(await getJson(new URL("/api/v2/status", base), signal)).versionInfo.version;
}
