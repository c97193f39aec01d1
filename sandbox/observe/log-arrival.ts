import { z } from "zod";
import { FiredrillError } from "../errors.ts";
import { until } from "../wait.ts";
import { getJson } from "./http.ts";

const counted = z.object({ count: z.number() });

/** How many lines of the API's log an Elasticsearch has. Rejects while the index is being made: it answers 503 then. */
export async function logCount(base: URL, signal?: AbortSignal): Promise<number> {
  const url = new URL("/bailbondpro-logs/_count?ignore_unavailable=true", base);
  return counted.parse(await getJson(url, signal)).count;
}

/** Undefined once an Elasticsearch has lines of the API's log, which under load are written all the time; else what is wrong. */
export async function whyNoLog(base: URL, withinMs: number, signal?: AbortSignal): Promise<string | undefined> {
  const look = async () => {
    const count = await logCount(base, signal).catch(() => 0);
    return count > 0 ? { seen: undefined } : { missing: "there is none" };
  };
  try {
    return await until(look, {
      what: "a line of the API's log in elasticsearch",
      withinMs,
      everyMs: 200,
      signal,
    });
  } catch (error) {
    if (error instanceof FiredrillError && error.code !== "interrupted") return error.message;
    throw error;
  }
}
