import { FiredrillError } from "../errors.ts";
import type { Running } from "../stack/service.ts";

/** One request to the API's control port; rejects with what it answered where that is not a success. */
export type ApiControl = (method: "PUT" | "DELETE", path: string, body?: unknown) => Promise<void>;

/** The control port of a running API that was started with this token. */
export function apiControl(api: Running<"http" | "control">, token: string): ApiControl {
  return async (method, path, body) => {
    const url = new URL(path, api.url("control"));
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    if (response.ok) return;
    throw new FiredrillError(
      "fault-failed",
      `${method} ${path} answered ${response.status}: ${await reason(response)}`,
    );
  };
}

/** What an answer says in words: the detail of a problem document (RFC 9457), else all of it. */
async function reason(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { detail } = JSON.parse(text) as { readonly detail?: unknown };
    return typeof detail === "string" ? detail : text;
  } catch {
    return text;
  }
}
