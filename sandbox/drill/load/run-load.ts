import { drive } from "../../../load/drive/drive.ts";
import type { Objectives } from "../../../load/objectives.ts";
import type { BreakpointProfile, LoadProfile } from "../../../load/profile.ts";
import type { LoadRecord, LoadSecond } from "../../../load/record.ts";
import { FiredrillError } from "../../errors.ts";
import { askPrometheus } from "./ask-prometheus.ts";
import type { SloQueries, Window } from "./ask-prometheus.ts";
import { budgetWatch } from "./budget-watch.ts";
import type { BudgetSpent } from "./budget-watch.ts";
import { sendFirstRequests } from "./first-requests.ts";
import { firedSince } from "./fired.ts";
import type { LoadRun } from "./load-run.ts";
import type { LoadedStack } from "./loaded-stack.ts";
import { untilScrapedSince } from "./scraped.ts";
import { secondsOf } from "./wanted-profile.ts";

/** A profile that is one load, and no search for one. */
export type OneLoad = Exclude<LoadProfile, BreakpointProfile>;

/** One load, what is expected of it, and whom it tells. */
export interface Loading {
  /** The profile's name, for the record. */
  readonly name: string;
  readonly profile: OneLoad;
  /** What people are told that goes on while it is on: "under load". */
  readonly says: string;
  readonly objectives: Objectives;
  readonly signal: AbortSignal;
  readonly listener: LoadListener;
}

export interface LoadListener {
  /** What goes on, and of a load that begins how long it is to last. */
  says(what: string, ofSeconds?: number): void;
  second(second: LoadSecond, budgets: readonly BudgetSpent[]): void;
}

/**
 * A load between two scrapes of everything, so that what Prometheus counted between them is this load and nothing else.
 * Rejects (`interrupted`) where it was.
 */
export async function loadStack(stack: LoadedStack, loading: Loading, slos: SloQueries): Promise<LoadRun> {
  const { profile, objectives, signal, listener } = loading;
  const { prometheus, target, instance } = stack;
  try {
    listener.says("waiting for a scrape of everything");
    await sendFirstRequests(profile, target, signal);
    const before = await untilScrapedSince(Date.now(), prometheus, instance, signal);
    const record = await loadTarget(target, loading);
    listener.says("waiting for the last scrapes");
    const window = await untilScrapedSince(Date.now(), prometheus, instance, signal).then(
      // Prometheus leaves out a sample that stands exactly where a range begins, and extrapolates up to where it ends.
      (after): Window => ({ from: before - 1, to: after }),
      (error: unknown) => {
        if (error instanceof FiredrillError && error.code === "waited") return error.message;
        throw error;
      },
    );
    const fell = await stack.check().then(
      () => null,
      (error: Error) => error.message,
    );
    const unasked = { objectives: {}, thresholds: {} };
    return {
      record,
      side: typeof window === "string" ? unasked : await askPrometheus(objectives, slos, window, prometheus),
      alerts: await firedSince(record.startedAt, prometheus),
      fell,
      versions: stack.versions,
      notes: [...stack.notes, ...(typeof window === "string" ? [window] : [])],
    };
  } catch (error) {
    // A service that has ended is the cause; that something could not talk to it, its symptom.
    if (!signal.aborted) await stack.check();
    throw error;
  }
}

/** A load on a service of one's own, of which nothing is known but its answers. `owned`: its host, where it is not this machine. */
export async function loadOwn(target: URL, loading: Loading, owned: string | undefined): Promise<LoadRun> {
  return {
    record: await loadTarget(target, loading, owned),
    side: null,
    alerts: null,
    fell: null,
    versions: {},
    notes: unasked(loading.objectives),
  };
}

/** What only a Prometheus could tell. */
function unasked({ thresholds }: Objectives): string[] {
  if (thresholds.length === 0) return [];
  return [`no Prometheus to ask: thresholds were not judged (${thresholds.map(({ name }) => name).join(", ")})`];
}

async function loadTarget(target: URL, loading: Loading, owned?: string): Promise<LoadRecord> {
  const { name, profile, says, objectives, signal, listener } = loading;
  const watch = budgetWatch(objectives, profile, target);
  listener.says(says, secondsOf(profile) ?? undefined);
  const record = await drive(profile, target, {
    name,
    signal,
    listen: (second) => {
      watch.see(second);
      listener.second(second, watch.spent());
    },
    stop: (soFar) => watch.stop(soFar),
    ...(owned === undefined ? {} : { owned }),
  });
  if (signal.aborted) throw new FiredrillError("interrupted", `interrupted while ${target.origin} was under load`);
  return record;
}
