import { loopbackAddress } from "../load/loopback.ts";
import { FiredrillError } from "../sandbox/errors.ts";

/** A service of one's own to put under load, and whose word it is that one may. */
export interface OwnTarget {
  readonly target: URL;
  /** The host that was named as one's own; undefined: it is this machine. */
  readonly owned: string | undefined;
}

/** Of `--target` and `--i-own-this-target`. Rejects (`usage`) what is no address, and any host but this machine that is not named as one's own. */
export function ownTarget(text: string | undefined, owned: string | undefined): OwnTarget | undefined {
  if (text === undefined) {
    if (owned === undefined) return undefined;
    throw new FiredrillError("usage", `--i-own-this-target ${owned}: there is no --target; name the one that you own`);
  }
  const target = URL.canParse(text) ? new URL(text) : undefined;
  const shown = withoutSecret(text);
  if (target?.protocol === "https:")
    throw new FiredrillError("usage", `--target ${shown}: only http is supported; name an address that speaks it`);
  if (!target || target.protocol !== "http:")
    throw new FiredrillError("usage", `--target ${shown}: expected an address such as http://127.0.0.1:3000`);
  if (target.username || target.password || target.pathname !== "/" || target.search || target.hash)
    throw new FiredrillError("usage", `--target ${shown}: expected ${target.origin} alone; the profile has the paths`);
  if (here(target)) return { target, owned: undefined };
  const host = target.hostname;
  if (owned === undefined)
    throw new FiredrillError(
      "usage",
      `--target ${shown}: load goes to this machine only; if ${host} is yours to break, say so: --i-own-this-target ${host}`,
    );
  if (owned !== host)
    throw new FiredrillError("usage", `--i-own-this-target ${owned}: the target is ${host}; name exactly that`);
  return { target, owned };
}

/** A password goes into no log. */
function withoutSecret(text: string): string {
  return text.replace(/^([^/@]*\/\/)?[^/?#]*@/, "$1…@");
}

function here(target: URL): boolean {
  try {
    loopbackAddress(target);
    return true;
  } catch {
    return false;
  }
}
