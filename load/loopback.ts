import { FiredrillError } from "../sandbox/errors.ts";

/**
 * The address to connect to. Load goes to this machine only, since names are not looked up: an answer could be any address.
 * `owned` is the host that somebody has said is theirs; exactly that one is connected to as it is written.
 */
export function loopbackAddress(target: URL, owned?: string): string {
  const host = target.hostname;
  if (target.protocol === "http:") {
    if (host === "localhost") return "127.0.0.1";
    if (host === "[::1]") return "::1";
    if (/^127\.\d+\.\d+\.\d+$/.test(host)) return host;
    if (host === owned) return host.replace(/^\[(.*)\]$/, "$1");
  }
  throw new FiredrillError(
    "load-failed",
    `load on ${target.origin} is refused: it goes to http on this machine only (127.0.0.1, [::1] or localhost)`,
  );
}
