import { z } from "zod";
import { FiredrillError } from "../errors.ts";
import { until } from "../wait.ts";
import { getJson } from "./http.ts";

const counted = z.object({ count: z.number() });

/** Undefined once an Elasticsearch has lines of the API's log, which under load are written all the time; else what is wrong. */
export async function whyNoLog(base: URL, withinMs: number, signal?: AbortSignal): Promise<string | undefined> {
  const look = async () => {
    const url = new URL("/bailbondpro-logs/_count?ignore_unavailable=true", base);
    // An index that is being made answers 503.
    const { count } = counted.parse(await getJson(url, signal).catch(() => ({ count: 0 })));
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
