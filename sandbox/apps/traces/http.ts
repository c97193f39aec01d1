import http from "node:http";
import { readOtlp } from "./otlp.ts";
import { renderList, renderTrace } from "./page.ts";
import type { Store } from "./store.ts";

/** A batch of spans is some hundred KB. */
const bodyLimitBytes = 16 * 1024 * 1024;
/** As long as whoever sends may be silent, and not find its connection closed when it sends again. */
const keepAliveMs = 72_000;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/**
 * Takes traces and shows them:
 * - `POST /v1/traces`, OTLP in JSON → 200; 415 for protobuf, 400 for what can't be read, 413 beyond 16 MiB
 * - `GET /traces/ID` → `{traceId, spans}`, 404 where there is none; for people `GET /ID`
 * - `GET /traces?route=&status=&atLeastMs=&limit=` → `{traces}`, the newest first; for people `GET /`
 * - `GET /health` → how many were forgotten and dropped
 */
export function buildHttp(store: Store): http.Server {
  const respond = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const { status, type, body } = await answerTo(request, store);
    const only = "default-src 'none'; style-src 'unsafe-inline'";
    response.writeHead(status, { "content-type": type, "content-security-policy": only }).end(body);
  };
  const server = http.createServer((request, response) => void respond(request, response));
  server.keepAliveTimeout = keepAliveMs;
  return server;
}

async function answerTo(request: http.IncomingMessage, store: Store): Promise<Answer> {
  const path = request.url ?? "/";
  if (!URL.canParse(path, "http://traces")) return unknown;
  const { pathname, searchParams } = new URL(path, "http://traces");
  if (request.method === "POST" && pathname === "/v1/traces") return take(request, store);
  if (request.method !== "GET") return unknown;
  if (pathname === "/health") return json(200, { status: "ok", forgotten: store.forgotten, dropped: store.dropped });
  const number = (name: string) => (searchParams.has(name) ? Number(searchParams.get(name)) : undefined);
  const [status, atLeastMs, limit = 100] = [number("status"), number("atLeastMs"), number("limit")];
  const recent = store.recent({ route: searchParams.get("route") ?? undefined, status, atLeastMs, limit });
  if (pathname === "/") return html(renderList(recent));
  if (pathname === "/traces") return json(200, { traces: recent });
  const [, page, traceId = ""] = /^\/(traces\/)?([0-9a-f]{32})$/.exec(pathname) ?? [];
  const spans = store.find(traceId);
  if (spans === undefined) return unknown;
  return page === undefined ? html(renderTrace(traceId, spans)) : json(200, { traceId, spans });
}

async function take(request: http.IncomingMessage, store: Store): Promise<Answer> {
  const isJson = /^application\/json\b/i.test(request.headers["content-type"] ?? "");
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes <= bodyLimitBytes) chunks.push(chunk);
    }
    if (bytes > bodyLimitBytes) return json(413, { message: `${bytes} bytes are more than ${bodyLimitBytes}` });
    if (!isJson) return json(415, { message: "OTLP is taken in JSON: OTEL_EXPORTER_OTLP_PROTOCOL=http/json" });
    for (const span of readOtlp(JSON.parse(Buffer.concat(chunks).toString()))) store.keep(span);
    return json(200, {});
  } catch (error) {
    return json(400, { message: error instanceof Error ? error.message : String(error) });
  }
}

function json(status: number, body: unknown): Answer {
  return { status, type: "application/json", body: JSON.stringify(body) };
}

function html(body: string): Answer {
  return { status: 200, type: "text/html; charset=utf-8", body };
}

const unknown = json(404, { message: "there is no such trace or page" });
