import http from "node:http";
import https from "node:https";

/** What came of it: `again`, it may be taken later (away, too much to do, failing); or its status is the last word. */
export type Posted =
  | { readonly again: false; readonly taken: boolean; readonly body: Uint8Array }
  | { readonly again: true; readonly why: Error };

export type Post = (contentType: string, body: Uint8Array | string, signal: AbortSignal) => Promise<Posted>;

/** By the specification of OTLP, these are asked again; anything else that is no success is refused for good. */
const later = new Set([408, 429, 502, 503, 504]);

/** Posts to one address, over connections that stay open. Never rejects. */
export function poster(url: URL, headers: Readonly<Record<string, string>>): Post {
  const { request, Agent } = url.protocol === "https:" ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return async (contentType, body, signal) =>
    new Promise((resolve) => {
      const failed = (why: Error) => resolve({ again: true, why });
      const given = { "content-type": contentType, "content-length": Buffer.byteLength(body) };
      const asked = request(url, { method: "POST", agent, signal, headers: { ...headers, ...given } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", failed);
        answer.on("end", () => {
          const { statusCode: status = 0 } = answer;
          if (later.has(status)) return failed(new Error(`it answers ${status}`));
          resolve({ again: false, taken: status >= 200 && status < 300, body: Buffer.concat(chunks) });
        });
      });
      asked.on("error", failed).end(body);
    });
}
