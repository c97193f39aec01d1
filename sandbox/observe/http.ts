import { FiredrillError } from "../errors.ts";

/** GET, as JSON. Anything but 2xx within ten seconds is an error that names the address and the answer. */
export async function getJson(url: URL, signal?: AbortSignal): Promise<unknown> {
  const limit = AbortSignal.timeout(10_000);
  const response = await fetch(url, { signal: signal ? AbortSignal.any([signal, limit]) : limit }).catch(
    (cause: unknown) => {
      throw new FiredrillError("service-failed", `GET ${url.href} failed: ${reason(cause)}`, { cause });
    },
  );
  const body = await response.text();
  if (!response.ok) {
    throw new FiredrillError("service-failed", `GET ${url.href} answered ${response.status}: ${body.slice(0, 500)}`);
  }
  return JSON.parse(body) as unknown;
}

function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
