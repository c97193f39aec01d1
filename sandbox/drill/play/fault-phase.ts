import { FiredrillError } from "../../errors.ts";
import type { Scene } from "../../fault/fault.ts";
import { faultOf } from "../../fault/faults.ts";
import { milliseconds } from "../../rules/duration.ts";
import { neverFires, specOf } from "../drill.ts";
import type { Drill, DrillFault } from "../drill.ts";
import type { Origin } from "../judge/clock.ts";
import { goalOfTime, goalsOfFault, goalsOfLift } from "./goals.ts";
import type { Plan } from "../plan/plan.ts";
import type { Recorder } from "./recorder.ts";
import type { Goal, Sight, Watcher } from "./watcher.ts";

interface Stage {
  readonly plan: Plan;
  readonly scene: Scene;
  readonly watcher: Watcher;
  readonly recorder: Recorder;
  readonly signal: AbortSignal | undefined;
}

/** Breaks what the drill says, looks on, mends it, and looks on until it is over; without a fault it only looks on. */
export async function breakAndMend(drill: Drill, stage: Stage): Promise<void> {
  const { plan, recorder, watcher, signal } = stage;
  recorder.record({ what: "phase", phase: "fault" });
  if (!drill.fault) {
    const begun = { at: Date.now(), bracketMs: 0 };
    await watcher.watch([...goalsOfFault(drill, plan, begun), ...timeToWatch(drill, plan, begun.at)], signal);
    return;
  }
  const held = await holdAll(drill, drill.fault, stage);
  recorder.record({ what: "phase", phase: "resolve" });
  // A fault that lasts so long may be lifted before what it leads to: windows still hold it.
  await watcher.watch([...goalsOfFault(drill, plan, held.onset), ...timeToEmpty(drill, plan, held.lifted.at)], signal);
  await watcher.watch([...goalsOfLift(drill, plan, held.lifted), ...timeToWatch(drill, plan, held.onset.at)], signal);
}

interface Held {
  readonly onset: Origin;
  readonly lifted: Origin;
}

/** Once, or on and off as often as the drill says. */
async function holdAll(drill: Drill, fault: DrillFault, stage: Stage): Promise<Held> {
  const real = (duration: Parameters<typeof milliseconds>[0]): number => milliseconds(duration) / stage.plan.factor;
  const { repeat, lasts } = fault;
  if (!repeat) {
    return holdOnce(fault, stage, (onset) =>
      lasts === undefined
        ? untilExpected(drill, stage.plan, onset)
        : [goalOfTime("the fault's end", onset.at + real(lasts))],
    );
  }
  let held: Held | undefined;
  for (let turn = 1; turn <= repeat.times; turn++) {
    const once = await holdOnce(fault, stage, (onset) => [goalOfTime("the fault's end", onset.at + real(repeat.on))]);
    held = { onset: held?.onset ?? once.onset, lifted: once.lifted };
    if (turn < repeat.times) {
      await stage.watcher.watch([goalOfTime("the fault's return", once.lifted.at + real(repeat.off))], stage.signal);
    }
  }
  if (!held) throw new FiredrillError("fault-failed", "a fault that is repeated no times was never there");
  return held;
}

type Hold = (onset: Origin) => readonly Goal[];

async function holdOnce(fault: DrillFault, { scene, recorder, watcher, signal }: Stage, hold: Hold): Promise<Held> {
  const asked = Date.now();
  recorder.record({ what: "fault-asked", at: asked });
  const { inject, delayMs } = faultOf(specOf(fault));
  const undo = await inject(scene);
  const acknowledged = Date.now();
  const onset = { at: acknowledged, bracketMs: acknowledged - asked, delayMs };
  const slow = delayMs > 0 ? { delayMs } : {};
  recorder.record({ what: "fault-acknowledged", at: acknowledged, ...slow });
  let liftAsked = acknowledged;
  try {
    await watcher.watch(hold(onset), signal);
  } finally {
    liftAsked = Date.now();
    recorder.record({ what: "lift-asked", at: liftAsked });
    await undo[Symbol.asyncDispose]();
  }
  const lifted = Date.now();
  recorder.record({ what: "lift-acknowledged", at: lifted });
  return { onset, lifted: { at: lifted, bracketMs: lifted - liftAsked } };
}

/**
 * What never should fire gets the time in which it could have: the windows to fill, `for` to pass, and to be seen. What
 * never should pend needs none of `for`: once the windows hold the fault alone, nothing gets worse.
 */
function untilExpected(drill: Drill, plan: Plan, onset: Origin): Goal[] {
  const goals = goalsOfFault(drill, plan, onset);
  if (neverFires(drill.expect) && drill.watch !== undefined) return [...goals, ...timeToWatch(drill, plan, onset.at)];
  // Without an alert under test it is the watch that says how long: others that fire may not be all that do.
  if (drill.alert === undefined) return [...goals, ...timeToWatch(drill, plan, onset.at)];
  if (!neverFires(drill.expect)) return goals.length > 0 ? goals : timeToWatch(drill, plan, onset.at);
  const { windowMs, scrapeMs, evaluationMs } = plan.timing;
  const seen = 4 * (scrapeMs + evaluationMs);
  const name = drill.alert;
  const from = onset.at + (onset.delayMs ?? 0);
  if (drill.expect.pending === "never")
    return [...goals, goalOfTime(`time in which ${name} could pend`, from + (windowMs + seen) / plan.factor)];
  const could = 2 * windowMs + plan.holdMs + seen;
  return [...goals, goalOfTime(`time in which ${name} could fire`, from + could / plan.factor)];
}

/**
 * What never should fire gets the time in which a fault that is over still could make it. Where it came once and is gone,
 * nothing can make it any more; where it should not even pend, the windows only lose what they hold.
 */
function timeToEmpty({ alert, fault, expect }: Drill, plan: Plan, lifted: number): Goal[] {
  if (!neverFires(expect) || (fault?.lasts === undefined && fault?.repeat === undefined)) return [];
  const { windowMs, scrapeMs, evaluationMs } = plan.timing;
  const seen = 2 * (scrapeMs + evaluationMs);
  const could = expect.pending === "never" ? seen : windowMs + plan.holdMs + seen;
  const over = (sight: Sight): boolean =>
    alert !== undefined && expect.pending !== "never" && sight.pended.has(alert) && !sight.active.has(alert);
  const what = `time in which ${alert ?? "it"} could still fire`;
  return [{ ...goalOfTime(what, lifted + could / plan.factor), reached: over }];
}

function timeToWatch(drill: Drill, plan: Plan, from: number): Goal[] {
  return drill.watch === undefined
    ? []
    : [goalOfTime("the end of the watch", from + milliseconds(drill.watch) / plan.factor)];
}
