import { FiredrillError } from "../errors.ts";
import { deliveries } from "../observe/inbox.ts";
import { prometheusReader } from "../observe/prometheus.ts";
import { configsOf } from "../observe/configs.ts";
import { versionsOf } from "../observe/versions.ts";
import type { Runtime } from "../stack/service.ts";
import type { Drill } from "./drill.ts";
import { theorySeconds } from "./plan/estimate.ts";
import { foretell } from "./play/foretell.ts";
import type { Foretold } from "./play/foretell.ts";
import type { Fixtures } from "./read/fixtures.ts";
import { impossible } from "./judge/impossible.ts";
import type { Journal, JournalEvent } from "./journal.ts";
import type { WantedFactor } from "./plan/factor-of.ts";
import { makePlan } from "./plan/make-plan.ts";
import type { Plan } from "./plan/plan.ts";
import { recheck } from "./read/recheck.ts";
import { checkAll, play, pressureKey } from "./play/play.ts";
import type { Seat } from "./play/play.ts";
import { startRecording } from "./play/recorder.ts";
import type { Recorder } from "./play/recorder.ts";
import { leftBy, mendedAt } from "./play/left.ts";
import { stagesOn } from "./play/stages.ts";
import type { Stages } from "./play/stages.ts";
import { stagingNotes } from "./play/staging.ts";
import type { Versions } from "./play/staging.ts";

/** Where a drill runs. `why` says in one line why this runtime was chosen. */
export interface World {
  readonly runtime: Runtime;
  readonly why: string;
  readonly fixtures: Fixtures;
  readonly factor: WantedFactor;
  readonly versions?: Versions;
  readonly signal?: AbortSignal;
  /** Where stacks come from that other drills may have used; without it, each drill boots its own. */
  readonly stages?: Stages;
  /** Where they were made for many drills at once. */
  readonly plans?: ReadonlyMap<Drill, Plan>;
  /** What virtual time says, where that was asked for many drills at once. */
  readonly foretold?: Foretold;
  /** Hears every event of the journal as it is written. */
  readonly listen?: (event: JournalEvent) => void;
}

/**
 * The only function that touches the world. Always returns a journal, of a run that failed or was interrupted too;
 * rejects only where the drill itself is wrong (`input`), before anything starts.
 */
export async function run(drill: Drill, world: World): Promise<Journal> {
  recheck(drill, world.fixtures.names);
  const plan = world.plans?.get(drill) ?? makePlan(drill, world.fixtures, world.factor, world.runtime.kind);
  const recorder = startRecording(drill, plan.factor, plan.timing, world.listen);
  recorder.record({ what: "runtime", runtime: world.runtime.kind, why: world.why });
  recorder.record({ what: "factor", factor: plan.factor, limitedBy: plan.limitedBy });
  for (const { kind, name, expr, forMs, labels, annotations, file, line, column } of plan.tested) {
    recorder.record({ what: "rule", kind, name, expr, forMs, labels, annotations, file, line, column });
  }
  if (plan.notWatched.length > 0) recorder.record({ what: "not-watched", alerts: plan.notWatched });
  for (const note of plan.notes) recorder.record({ what: "note", note });
  try {
    await foresee(drill, plan, world, recorder);
    if (impossible(recorder.journal()).length === 0) await perform(drill, plan, world, recorder);
  } catch (error) {
    if (world.signal?.aborted) recorder.record({ what: "interrupted" });
    else recorder.record({ what: "failed", message: error instanceof Error ? error.message : String(error) });
  }
  recorder.record({ what: "ended" });
  return recorder.journal();
}

async function foresee(drill: Drill, plan: Plan, world: World, recorder: Recorder): Promise<void> {
  recorder.record({ what: "phase", phase: "predict" });
  if ("why" in plan.ideal) return recorder.record({ what: "not-predicted", why: plan.ideal.why });
  const foretold = world.foretold ?? (await foretell([[drill, plan]], world));
  const predicted = foretold.get(drill);
  if (!predicted) throw new Error(`nothing was foretold of ${drill.name}`);
  if (predicted instanceof FiredrillError) throw predicted;
  recorder.record({ what: "predicted", ...predicted });
  if (predicted.firing !== null) {
    recorder.record({ what: "estimate", seconds: theorySeconds(plan.timing, predicted, plan.factor) });
  }
}

async function perform(drill: Drill, plan: Plan, world: World, recorder: Recorder): Promise<void> {
  recorder.record({ what: "phase", phase: "boot" });
  const began = performance.now();
  const { fixtures, versions = {}, signal } = world;
  const { factor, rules, metrics } = plan;
  const staging = { fixtures, factor, rules, versions, metrics };
  for (const note of stagingNotes(staging)) recorder.record({ what: "note", note });
  const stages = world.stages ?? stagesOn(world.runtime, 1, 1);
  const booking = { name: drill.name, alerts: mayTell(drill), pressure: pressureKey(drill, plan) };
  const stage = await stages.take(staging, booking, signal);
  const { cast, staged, before } = stage;
  const seat: Seat = { pressure: stage.pressure };
  let left: ReturnType<typeof leftBy> = { quiet: false, told: [] };
  try {
    if (before !== undefined) recorder.record({ what: "note", note: `on the stack that ${before} left quiet` });
    const ms = performance.now() - began;
    const prometheus = prometheusReader(staged.stack.get(cast.prometheus).url("http"), signal);
    const really = await versionsOf(staged.stack, signal);
    recorder.record({ what: "booted", ms, versions: really });
    mustBe(versions, really);
    recorder.record({ what: "config", files: { ...(await configsOf(staged.stack, signal)), ...plan.rules } });
    const ground = { cast, staged, prometheus, seat, fresh: before === undefined, fixtures, recorder, signal };
    await play(drill, plan, ground).catch(async (error: unknown) => {
      // A service that has ended is the cause; that something could not talk to it, its symptom.
      if (!signal?.aborted) await checkAll(staged);
      throw error;
    });
    left = leftBy(recorder.journal(), await deliveries(staged.stack.get(cast.inbox).url("http"), 0, signal));
  } finally {
    recorder.record({ what: "phase", phase: "stop" });
    const { pressure } = seat;
    await stages.giveBack(stage, {
      ...left,
      quiet: left.quiet && world.stages !== undefined,
      pressure: pressure && { ...pressure, wellSince: mendedAt(recorder.journal()) ?? pressure.wellSince },
    });
  }
}

/** Alerts that somebody is told of, if all goes as expected. */
function mayTell({ alert, expect }: Drill): string[] {
  const others = expect.others === "none" || expect.others.notified === "none" ? [] : expect.others.notified;
  return [...(alert !== undefined && expect.delivered ? [alert] : []), ...others];
}

/** A release that was asked for and is not the one that runs proves nothing of it. */
function mustBe(asked: Versions, really: Readonly<Record<string, string>>): void {
  for (const [name, version] of Object.entries(asked)) {
    const runs = really[name] ?? "none";
    if (runs === version || runs.startsWith(`${version}+`)) continue;
    const why = `is FIREDRILL_IMAGE_${name.toUpperCase()} another release?`;
    throw new FiredrillError("image-missing", `${name} ${version} was asked for, and ${name} ${runs} runs; ${why}`);
  }
}
