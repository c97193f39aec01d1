import { evenLoad } from "../read/loads.ts";
import { startLoad } from "../../../load/driver.ts";
import { FiredrillError } from "../../errors.ts";
import { faultOf } from "../../fault/faults.ts";
import { deliveries } from "../../observe/inbox.ts";
import type { PrometheusReader } from "../../observe/prometheus.ts";
import type { Drill } from "../drill.ts";
import { eventsOf } from "../journal.ts";
import type { Journal } from "../journal.ts";
import type { Plan } from "../plan/plan.ts";
import type { Fixtures } from "../read/fixtures.ts";
import { collect } from "./collect.ts";
import { breakAndMend } from "./fault-phase.ts";
import { loadControl } from "./load-control.ts";
import type { Recorder } from "./recorder.ts";
import { recordRestored } from "./restored.ts";
import { recordSurges } from "./record-surges.ts";
import { Surges } from "./surges.ts";
import type { Pressure } from "./stages.ts";
import type { Cast, Staged } from "./staging.ts";
import { allExported, historyMsOf, untilScraped, untilSteady } from "./steady.ts";
import { watcher } from "./watcher.ts";

/** Where a drill is played, and whom it tells. */
export interface Ground {
  readonly fixtures: Fixtures;
  readonly recorder: Recorder;
  readonly signal: AbortSignal | undefined;
  readonly cast: Cast;
  readonly staged: Staged;
  readonly prometheus: PrometheusReader;
  readonly seat: Seat;
  /** Nothing was scraped before it was taken. */
  readonly fresh: boolean;
}

/** Where the load of a stage is kept, whatever becomes of the drill. */
export interface Seat {
  pressure: Pressure | undefined;
}

/** What comes late by less than a tenth of a window changes nothing that is counted over it. */
function lateMsOf({ timing, factor }: Plan): number {
  return Math.max(100, (timing.events?.windowMs ?? timing.windowMs) / factor / 10);
}

/** The load that a drill wants, so that one which is on already can be told to be the same. */
export function pressureKey(drill: Drill, plan: Plan): string {
  return `${drill.load}, late after ${lateMsOf(plan)} ms`;
}

/** On a stack that is up: load, a steady state, the fault and what comes of it, and all that was stored of it. */
export async function play(drill: Drill, plan: Plan, ground: Ground): Promise<void> {
  const { cast, staged, prometheus, seat, fixtures, recorder, signal } = ground;
  const profile = evenLoad(fixtures.loads, drill.load);
  if (!profile) throw new FiredrillError("load-failed", `no load profile \`${drill.load}\` with a \`rate\``);
  const target = staged.stack.get(cast.api).url("http");
  const options = { lateMs: lateMsOf(plan), ...(signal ? { signal } : {}) };
  const key = pressureKey(drill, plan);
  if (seat.pressure?.key !== key) {
    await seat.pressure?.load[Symbol.asyncDispose]();
    // From the beginning: what is asked for the first time takes longer, and that should be over when it is measured.
    seat.pressure = { key, load: await startLoad(profile, target, options), wellSince: Date.now() };
  }
  const { load, wellSince } = seat.pressure;
  recorder.record({ what: "phase", phase: "check" });
  await untilScraped(plan, prometheus, signal);
  const scrapedAt = Date.now();
  if (!(await allExported(plan, prometheus, recorder, signal))) return;

  recorder.record({ what: "phase", phase: "steady" });
  const inbox = staged.stack.get(cast.inbox).url("http");
  const before = (await deliveries(inbox)).at(-1)?.id ?? 0;
  const watching = watcher({ prometheus, inbox, after: before, recorder, check: () => checkAll(staged) });
  // Of a load that is on since before, the windows are full of what is well already.
  const since = ground.fresh ? Math.max(wellSince, scrapedAt) : wellSince;
  const steadySince = Date.now();
  await using surges = new Surges(fixtures.loads, target);
  const scene = { ...staged.scene, load: loadControl(load, surges, target, options) };
  if (await untilSteady(plan, watching, recorder, since, signal)) {
    await breakAndMend(drill, { plan, scene, watcher: watching, recorder, signal });
    recordSurges(await surges.records(), recorder);
    const journal = recorder.journal();
    const [asked] = eventsOf(journal, "fault-asked");
    const lifted = eventsOf(journal, "lift-acknowledged").at(-1);
    if (drill.alert === undefined && drill.fault && asked && lifted) {
      const between = { askedAt: asked.at, overAt: lifted.at + faultOf(drill.fault).aftermathMs };
      await recordRestored({ plan, prometheus, watcher: watching, recorder, ...between, signal });
    }
  }

  recorder.record({ what: "phase", phase: "collect" });
  const now = Date.now();
  const { wantedPerSecond, achievedPerSecond, behind } = load.between(steadySince, now);
  recorder.record({ what: "load", wantedPerSecond, achievedPerSecond, behind });
  // What came all at once before is seen for a window yet.
  for (const { at, ms, requests } of load.stalls(steadySince - historyMsOf(plan), now))
    recorder.record({ what: "load-stall", at, ms, requests });
  await collect(
    plan,
    prometheus,
    recorder,
    spanOf(drill, plan, recorder.journal(), Math.max(since, steadySince - historyMsOf(plan))),
    signal,
  );
  await checkAll(staged);
}

/** The part of a drill that is collected, and what of it the fault explains. */
function spanOf({ fault }: Drill, plan: Plan, journal: Journal, since: number): Parameters<typeof collect>[3] {
  const asked = eventsOf(journal, "fault-asked").map((event) => event.at);
  const lifted = eventsOf(journal, "lift-acknowledged").map((event) => event.at);
  const silent = new Set(
    (fault ? faultOf(fault).silences() : []).map((name) => plan.surroundings.targets[name]?.instance),
  );
  return {
    since,
    faultAsked: asked[0],
    evidence: fault && faultOf(fault).evidence(plan.surroundings),
    silenced: (instance, from, to) =>
      silent.has(instance) && asked.some((at, turn) => at <= to && from <= (lifted[turn] ?? Infinity)),
  };
}

/** Rejects where a service has ended by itself, with the tail of its log. */
export async function checkAll({ stack }: Staged): Promise<void> {
  await Promise.all(stack.all().map((running) => running.check()));
}
