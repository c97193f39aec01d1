import { composedIn, prometheusIn } from "./composed.ts";
import type { Subject } from "./subject.ts";
import { targetsIn } from "./targets.ts";
import type { Target } from "./targets.ts";

/** Targets of one word, which only the network of a compose file could know, and which it does not. */
export function notComposed(subject: Subject, of: Target["of"]): Target[] {
  const services = composedIn(subject);
  if (!prometheusIn(services).some(({ onHost }) => !onHost)) return [];
  if (subject.compose.some(({ value }) => reachesOut(value))) return [];
  const known = new Set(services.flatMap(({ hosts }) => hosts));
  return targetsIn(subject).filter(
    (target) =>
      target.of === of && /^[a-z][\w-]*$/i.test(target.host) && target.host !== "localhost" && !known.has(target.host),
  );
}

/** More services stand in files that it includes, or in a network that it joins. */
function reachesOut(value: unknown): boolean {
  const { include, networks } = value as { readonly include?: unknown; readonly networks?: unknown };
  const joined = Object.values((networks ?? {}) as Readonly<Record<string, { readonly external?: unknown } | null>>);
  return include !== undefined || joined.some((one) => one?.external !== undefined && one.external !== false);
}
