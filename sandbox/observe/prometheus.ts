import { z } from "zod";
import { parseDuration } from "../rules/duration.ts";
import { getJson } from "./http.ts";
import type { Labels, Series } from "./series.ts";

const labels = z.record(z.string(), z.string());
const sample = z.tuple([z.number(), z.string()]);
const queryAnswer = z.object({
  data: z.object({
    result: z.array(z.object({ metric: labels, value: sample.optional(), values: z.array(sample).optional() })),
  }),
});
const names = z.object({ data: z.array(z.string()) });
const buildInfo = z.object({ data: z.object({ version: z.string() }) });
const targets = z.object({
  data: z.object({
    activeTargets: z.array(z.object({ labels, health: z.string(), lastError: z.string(), scrapeTimeout: z.string() })),
  }),
});

export interface Target {
  readonly labels: Labels;
  readonly health: "up" | "down" | "unknown";
  readonly lastError: string;
  /** Real milliseconds after which a scrape is given up. */
  readonly timeoutMs: number;
}

/** What is asked of a Prometheus, through its HTTP API. Every method rejects with what it answered instead. */
export interface PrometheusReader {
  version(): Promise<string>;
  targets(): Promise<readonly Target[]>;
  /** An instant query, at the server's now: one sample a series. */
  query(expr: string): Promise<readonly Series[]>;
  /** The values of an expression between two times, in milliseconds since 1970, one each `stepMs`. */
  range(expr: string, from: number, to: number, stepMs: number): Promise<readonly Series[]>;
  /** The raw samples of a selector over the last so many milliseconds. */
  samples(selector: string, overMs: number): Promise<readonly Series[]>;
  /** Names of the labels that any series of a metric has; empty where there is no such series. */
  labelNames(metric: string): Promise<readonly string[]>;
  metricNames(): Promise<readonly string[]>;
}

export function prometheusReader(base: URL, signal?: AbortSignal): PrometheusReader {
  const get = (path: string, parameters: Readonly<Record<string, string>> = {}): Promise<unknown> => {
    const url = new URL(path, base);
    for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value);
    return getJson(url, signal);
  };
  const answerOf = (json: unknown): readonly Series[] => {
    const answer = queryAnswer.parse(json);
    return answer.data.result.map((one) => ({
      labels: one.metric,
      samples: (one.values ?? (one.value ? [one.value] : [])).map(([seconds, value]) => [
        Math.round(seconds * 1000),
        value,
      ]),
    }));
  };
  const query = async (expr: string): Promise<readonly Series[]> =>
    answerOf(await get("/api/v1/query", { query: expr }));
  const seconds = (ms: number): string => String(ms / 1000);
  return {
    version: async () => buildInfo.parse(await get("/api/v1/status/buildinfo")).data.version,
    targets: async () => {
      const found = targets.parse(await get("/api/v1/targets", { state: "active" }));
      return found.data.activeTargets.map((target) => ({
        labels: target.labels,
        health: target.health === "up" || target.health === "down" ? target.health : "unknown",
        lastError: target.lastError,
        timeoutMs: parseDuration(target.scrapeTimeout) ?? 0,
      }));
    },
    query,
    range: async (expr, from, to, stepMs) =>
      answerOf(
        await get("/api/v1/query_range", {
          query: expr,
          start: seconds(from),
          end: seconds(to),
          step: seconds(stepMs),
        }),
      ),
    samples: (selector, overMs) => query(`${selector}[${Math.ceil(overMs)}ms]`),
    labelNames: async (metric) => names.parse(await get("/api/v1/labels", { "match[]": metric })).data,
    metricNames: async () => names.parse(await get("/api/v1/label/__name__/values")).data,
  };
}
