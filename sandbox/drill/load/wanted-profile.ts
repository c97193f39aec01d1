import { fields } from "../../../load/profile-shape.ts";
import type { LoadProfile } from "../../../load/profile.ts";
import { FiredrillError } from "../../errors.ts";
import { milliseconds } from "../../rules/duration.ts";
import type { Duration } from "../../rules/duration.ts";

/** What of a profile is asked for otherwise, as it was typed. */
export interface Overrides {
  readonly rate?: string | undefined;
  readonly connections?: string | undefined;
  readonly duration?: string | undefined;
}

/** Where nobody says how long a load lasts. */
const usual: Duration = "30s";

/**
 * The profile as it is wanted, with a duration where its stages or trials don't say it: `rate` makes it an even one, `connections`
 * a closed one. Rejects (`usage`) what is no such value, or goes with no such profile.
 */
export function wantedProfile(name: string, profile: LoadProfile, overrides: Overrides): LoadProfile {
  const rate = number("rate", overrides.rate);
  const connections = number("connections", overrides.connections);
  const duration = text("duration", overrides.duration);
  if (rate !== undefined && connections !== undefined)
    throw usage("--rate and --connections exclude each other: so many requests a second, or so many users that wait");
  const given = (["rate", "connections", "duration"] as const).find((option) => overrides[option] !== undefined);
  if ("breakpoint" in profile) {
    if (given === undefined) return profile;
    throw usage(`--${given} does not go with ${name}, which looks for the rate itself; choose another profile`);
  }
  if (rate === undefined && connections === undefined && "stages" in profile) {
    if (duration === undefined) return profile;
    throw usage(`--duration does not go with ${name}, whose stages say how long they last; give a --rate, too`);
  }
  const { title, requests, timeout } = profile;
  const mix = { title, requests, ...(timeout === undefined ? {} : { timeout }) };
  const lasts = { duration: duration ?? ("duration" in profile ? profile.duration : undefined) ?? usual };
  const think = "connections" in profile && profile.think !== undefined ? { think: profile.think } : {};
  if (rate !== undefined) return { ...mix, rate, ...lasts };
  if (connections !== undefined) return { ...mix, connections, ...think, ...lasts };
  return { ...profile, ...lasts };
}

/** What is wrong with each of them in itself, whatever the profile. */
export function overrideChecks({ rate, connections, duration }: Overrides): readonly (() => unknown)[] {
  return [() => number("rate", rate), () => number("connections", connections), () => text("duration", duration)];
}

/** How long a load lasts, of real time; null: it ends when it has found what it looks for. */
export function secondsOf(profile: LoadProfile): number | null {
  if ("breakpoint" in profile) return null;
  if ("stages" in profile) return profile.stages.reduce((sum, stage) => sum + milliseconds(stage.duration) / 1000, 0);
  return milliseconds(profile.duration ?? usual) / 1000;
}

function number(option: "rate" | "connections", given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(given)) throw usage(`--${option} ${given}: expected a plain number such as 100`);
  return checked(option, given, fields[option].safeParse(Number(given)));
}

function text(option: "duration", given: string | undefined): Duration | undefined {
  if (given === undefined) return undefined;
  return checked(option, given, fields[option].safeParse(given));
}

type Parsed<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly error: { readonly issues: readonly { readonly message: string }[] } };

function checked<T>(option: string, given: string, parsed: Parsed<T>): T {
  if (parsed.success) return parsed.data;
  throw usage(`--${option} ${given}: ${parsed.error.issues[0]?.message ?? "expected another value"}`);
}

function usage(message: string): FiredrillError {
  return new FiredrillError("usage", message);
}
