import { drive } from "../../../load/drive/drive.ts";
import type { SoFar } from "../../../load/drive/drive.ts";
import type { LoadProfile } from "../../../load/profile.ts";
import type { LoadRecord, LoadSecond } from "../../../load/record.ts";
import { FiredrillError } from "../../errors.ts";
import type { Window } from "./ask-prometheus.ts";
import { sendFirstRequests } from "./first-requests.ts";
import { firedSince } from "./fired.ts";
import type { FiredAlert } from "./fired.ts";
import type { LoadedStack } from "./loaded-stack.ts";
import { untilScrapedSince } from "./scraped.ts";
import { secondsOf } from "./wanted-profile.ts";

/** One load, and whom it tells. */
export interface Loading {
  /** The profile's name, for the record. */
  readonly name: string;
  readonly profile: Exclude<LoadProfile, { readonly breakpoint: unknown }>;
  readonly signal: AbortSignal;
  readonly listener: LoadListener;
  /** Asked each second: why the load is to end before its time, null if it is not. */
  stop(soFar: SoFar): string | null;
}

export interface LoadListener {
  says(what: string, ofSeconds?: number): void;
  second(second: LoadSecond): void;
}

/** What a load on a stack of our own came to. */
export interface LoadOnStack {
  readonly record: LoadRecord;
  /** What Prometheus can be asked about; or why it can't be. */
  readonly window: Window | { readonly missing: string };
  readonly alerts: readonly FiredAlert[];
  /** In words, which service ended by itself under the load; null: none did. */
  readonly fell: string | null;
}

/**
 * A load between two scrapes of everything, so that what Prometheus counted between them is this load and nothing else.
 * Rejects (`interrupted`) where it was.
 */
export async function loadStack(stack: LoadedStack, loading: Loading): Promise<LoadOnStack> {
  const { profile, signal, listener } = loading;
  const { prometheus, target } = stack;
  try {
    listener.says("waiting for the first scrapes");
    await sendFirstRequests(profile, target, signal);
    const before = await untilScrapedSince(Date.now(), prometheus, signal);
    const record = await loadTarget(target, loading);
    listener.says("waiting for the last scrapes");
    const window = await untilScrapedSince(Date.now(), prometheus, signal).then(
      // Prometheus leaves out a sample that stands exactly where a range begins.
      ({ last }) => ({ from: before.first - 1, to: last }),
      (error: unknown) => {
        if (!(error instanceof FiredrillError && error.code === "waited")) throw error;
        return { missing: error.message };
      },
    );
    const alerts = await firedSince(record.startedAt, prometheus);
    const fell = await stack.check().then(
      () => null,
      (error: Error) => error.message,
    );
    return { record, window, alerts, fell };
  } catch (error) {
    // A service that has ended is the cause; that something could not talk to it, its symptom.
    if (!signal.aborted) await stack.check();
    throw error;
  }
}

/** The load alone, whatever the target is. Rejects (`interrupted`) where it was. */
export async function loadTarget(target: URL, loading: Loading, owned?: string): Promise<LoadRecord> {
  const { name, profile, signal, listener, stop } = loading;
  listener.says("under load", secondsOf(profile) ?? undefined);
  const record = await drive(profile, target, {
    name,
    signal,
    listen: listener.second,
    stop,
    ...(owned === undefined ? {} : { owned }),
  });
  if (signal.aborted) throw new FiredrillError("interrupted", `interrupted while ${target.origin} was under load`);
  return record;
}
