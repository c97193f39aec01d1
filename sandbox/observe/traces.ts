import { randomBytes } from "node:crypto";
import { z } from "zod";
import { FiredrillError } from "../errors.ts";
import type { TraceBackend } from "../services/trace-backend.ts";
import { until } from "../wait.ts";
import { getJson } from "./http.ts";

const own = z.object({ spans: z.array(z.object({ name: z.string() })) });
const zipkin = z.array(z.object({ name: z.string() }));
const jaeger = z.object({ data: z.array(z.object({ spans: z.array(z.object({ operationName: z.string() })) })) });

/** The names of a trace's spans, as its backend has them, in small letters, which is how Zipkin has them. Rejects where it has none. */
async function spanNames(
  { takes }: Pick<TraceBackend, "takes">,
  base: URL,
  traceId: string,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const ask = (path: string) => getJson(new URL(`${path}/${traceId}`, base), signal);
  const names = {
    "otlp-json": async () => own.parse(await ask("/traces")).spans.map(({ name }) => name),
    zipkin: async () => zipkin.parse(await ask("/api/v2/trace")).map(({ name }) => name),
    otlp: async () =>
      jaeger
        .parse(await ask("/api/traces"))
        .data.flatMap(({ spans }) => spans.map(({ operationName }) => operationName)),
  };
  return (await names[takes]()).map((name) => name.toLowerCase());
}

/** What a request of a bond is made of. */
const expected: readonly string[] = ["get /api/bonds/:id", "select bonds"];

/** Asks `api` for a bond, in a trace of a known id. Undefined once the backend finds it by that, whole; else what is wrong. */
export async function whyNoTrace(
  api: URL,
  backend: TraceBackend,
  base: URL,
  withinMs: number,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const traceId = randomBytes(16).toString("hex");
  const traceparent = `00-${traceId}-${randomBytes(8).toString("hex")}-01`;
  const look = async () => {
    const names = await spanNames(backend, base, traceId, signal).catch((): readonly string[] => []);
    const missing = expected.filter((name) => !names.includes(name));
    return missing.length === 0 ? { seen: undefined } : { missing: `it lacks ${missing.join(" and ")}` };
  };
  try {
    await (
      await fetch(new URL("/api/bonds/1", api), { headers: { traceparent }, signal: signal ?? null })
    ).arrayBuffer();
    const what = `trace ${traceId} in ${backend.service.name}`;
    return await until(look, { what, withinMs, everyMs: 200, signal });
  } catch (error) {
    if (error instanceof FiredrillError && error.code !== "interrupted") return error.message;
    throw error;
  }
}
