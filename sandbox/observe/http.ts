import { once } from "node:events";
import http from "node:http";
import { FiredrillError } from "../errors.ts";

/**
 * Kept connections, and no `fetch`: a drill looks at its stack ten times a second, and twenty run side by side, so that
 * what a look costs decides how many a machine carries.
 */
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
const limitMs = 10_000;

/** GET, as JSON. Anything but 2xx within ten seconds is an error that names the address and the answer. */
export async function getJson(url: URL, signal?: AbortSignal): Promise<unknown> {
  const { status, body } = await get(url, signal).catch((cause: unknown) => {
    throw new FiredrillError("service-failed", `GET ${url.href} failed: ${reason(cause)}`, { cause });
  });
  if (status < 200 || status > 299) {
    throw new FiredrillError("service-failed", `GET ${url.href} answered ${status}: ${body.slice(0, 500)}`);
  }
  return JSON.parse(body) as unknown;
}

async function get(url: URL, signal: AbortSignal | undefined): Promise<{ status: number; body: string }> {
  const request = http.get(url, { agent, timeout: limitMs, ...(signal ? { signal } : {}) });
  request.on("timeout", () => request.destroy(new Error(`no answer in ${limitMs / 1000} s`)));
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  let body = "";
  response.setEncoding("utf8");
  for await (const chunk of response) body += chunk as string;
  return { status: response.statusCode ?? 0, body };
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
