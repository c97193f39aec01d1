import { availableParallelism, cpus } from "node:os";

/** What a load was measured on. Plain JSON. */
export interface Conditions {
  /** The profile's name. */
  readonly profile: string;
  /** What it asks for, as it was read and with what the command line changed. */
  readonly asks: Readonly<Record<string, unknown>>;
  /** What was loaded, in words or as an origin. */
  readonly target: string;
  readonly machine: { readonly platform: string; readonly cpu: string; readonly cores: number };
  /** Of the programs that took part, by name. They may differ: that is often what one wants to know about. */
  readonly versions: Readonly<Record<string, string>>;
}

export function thisMachine(): Conditions["machine"] {
  const cpu = cpus()[0]?.model.trim() ?? "";
  return { platform: `${process.platform}/${process.arch}`, cpu: cpu || "unknown", cores: availableParallelism() };
}

/** Said, and no reason to refuse: words, and how long it lasted. */
const aside = new Set(["title", "duration"]);

/** Why two loads can't be compared: `asks.rate: 100 then, 120 now`. Empty where they can. */
export function differencesOf(then: Conditions, now: Conditions): string[] {
  const asks = (of: Conditions): Record<string, unknown> =>
    Object.fromEntries(Object.entries(of.asks).filter(([key]) => !aside.has(key)));
  return [
    ...differences("profile", then.profile, now.profile),
    ...differences("", asks(then), asks(now)),
    ...differences("target", then.target, now.target),
    ...differences("machine", then.machine, now.machine),
  ];
}

/** What else is different, and may be. */
export function asidesOf(then: Conditions, now: Conditions): string[] {
  return [
    ...differences("duration", then.asks["duration"], now.asks["duration"]),
    ...differences("version", then.versions, now.versions),
  ];
}

function differences(path: string, then: unknown, now: unknown): string[] {
  if (isObject(then) && isObject(now)) {
    const keys = [...new Set([...Object.keys(then), ...Object.keys(now)])];
    return keys.flatMap((key) => differences(path === "" ? key : `${path}.${key}`, then[key], now[key]));
  }
  return then === now ? [] : [`${path}: ${shown(then)} then, ${shown(now)} now`];
}

/** Lists too: their indices are their keys. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}
