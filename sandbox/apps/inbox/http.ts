import http from "node:http";
import type { HttpKind } from "./kind.ts";
import { pagerduty } from "./pagerduty.ts";
import { renderPage } from "./page.ts";
import { slack } from "./slack.ts";
import type { Store } from "./store.ts";
import { webhook } from "./webhook.ts";

/** Nothing that Alertmanager sends comes near it. */
export const bodyLimitBytes = 1024 * 1024;

/** As long as whoever looks on or notifies may be silent, and not find its connection closed when it speaks again. */
const keepAliveMs = 72_000;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const kinds: ReadonlyMap<string, HttpKind> = new Map([slack, pagerduty, webhook].map((kind) => [kind.kind, kind]));

/**
 * Takes notifications and shows them: `POST /slack|pagerduty|webhook/:receiver`, `GET /deliveries?after=ID`,
 * `GET /` for people, `GET /health/live`. A body that is no JSON (400) or too large (413) is kept as well, with a note.
 * No framework: there is one for each stack, and loading one would be half of its start.
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
  if (!URL.canParse(path, "http://inbox")) return unknown;
  const { pathname, searchParams } = new URL(path, "http://inbox");
  if (request.method === "POST") {
    const [, kind, receiver] = /^\/([a-z]+)\/([^/]+)$/.exec(pathname) ?? [];
    const taker = kinds.get(kind ?? "");
    if (taker && receiver !== undefined) return take(taker, decoded(receiver), request, store);
  }
  if (request.method !== "GET") return unknown;
  if (pathname === "/health/live") return json(200, { status: "ok" });
  if (pathname === "/") return { status: 200, type: "text/html; charset=utf-8", body: renderPage(store.after(0)) };
  if (pathname !== "/deliveries") return unknown;
  const after = Number(searchParams.get("after") ?? 0);
  if (!Number.isSafeInteger(after) || after < 0) return json(400, { message: "after is the id of a delivery, or 0" });
  return json(200, { deliveries: store.after(after) });
}

/** Never rejects: what could not be received or read is kept with the reason. */
async function take(kind: HttpKind, receiver: string, request: http.IncomingMessage, store: Store): Promise<Answer> {
  const refuse = (status: number, body: unknown, note: string): Answer => {
    store.keep({ at: Date.now(), kind: kind.kind, receiver, alerts: [], body, note });
    return { status, ...kind.refuse(note) };
  };
  const received = await receive(request).catch((error: unknown) => ({ status: 400, why: String(error) }));
  if (typeof received !== "string") return refuse(received.status, null, `not received: ${received.why}`);
  const at = Date.now();
  let body: unknown;
  try {
    body = JSON.parse(received);
  } catch (error) {
    return refuse(400, received, `the body is no JSON: ${String(error)}`);
  }
  return kind.accept(store.keep({ at, kind: kind.kind, receiver, body, ...kind.read(body) }));
}

/** The whole body, whatever its content type says. One that is too large is read to its end all the same, or its sender would hear nothing. */
async function receive(
  request: http.IncomingMessage,
): Promise<string | { readonly status: number; readonly why: string }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= bodyLimitBytes) chunks.push(chunk);
  }
  if (bytes <= bodyLimitBytes) return Buffer.concat(chunks).toString();
  return { status: 413, why: `${bytes} bytes are more than ${bodyLimitBytes}` };
}

/** One that is not encoded as in a URL's path stays as it is. */
function decoded(receiver: string): string {
  try {
    return decodeURIComponent(receiver);
  } catch {
    return receiver;
  }
}

function json(status: number, body: unknown): Answer {
  return { status, type: "application/json", body: JSON.stringify(body) };
}

const unknown = json(404, { message: "there is no such page" });
