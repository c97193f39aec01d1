import { FiredrillError } from "../errors.ts";
import type { Scene } from "../fault/fault.ts";
import { faultOf } from "../fault/faults.ts";
import { milliseconds } from "./bound.ts";
import type { Drill, DrillFault } from "./drill.ts";
import { goalOfTime, goalsOfFault, goalsOfLift } from "./goals.ts";
import type { Plan } from "./plan.ts";
import type { Recorder } from "./recorder.ts";
import type { Goal, Watcher } from "./watcher.ts";

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
  const first = await holdAll(drill, drill.fault, stage);
  recorder.record({ what: "phase", phase: "resolve" });
  await watcher.watch([...goalsOfLift(drill, plan, first.lifted), ...timeToWatch(drill, plan, first.onset)], signal);
}

interface Held {
  readonly onset: number;
  readonly lifted: { readonly at: number; readonly bracketMs: number };
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

type Hold = (onset: { readonly at: number; readonly bracketMs: number }) => readonly Goal[];

async function holdOnce(fault: DrillFault, { scene, recorder, watcher, signal }: Stage, hold: Hold): Promise<Held> {
  const asked = Date.now();
  recorder.record({ what: "fault-asked", at: asked });
  const undo = await faultOf(fault).inject(scene);
  const onset = Date.now();
  recorder.record({ what: "fault-acknowledged", at: onset });
  let liftAsked = onset;
  try {
    await watcher.watch(hold({ at: onset, bracketMs: onset - asked }), signal);
  } finally {
    liftAsked = Date.now();
    recorder.record({ what: "lift-asked", at: liftAsked });
    await undo[Symbol.asyncDispose]();
  }
  const lifted = Date.now();
  recorder.record({ what: "lift-acknowledged", at: lifted });
  return { onset, lifted: { at: lifted, bracketMs: lifted - liftAsked } };
}

/** What never should fire gets the time in which it could have: the windows to fill, `for` to pass, and to be seen. */
function untilExpected(drill: Drill, plan: Plan, onset: { readonly at: number; readonly bracketMs: number }): Goal[] {
  const goals = goalsOfFault(drill, plan, onset);
  if (drill.expect.firing !== "never" || drill.watch !== undefined)
    return goals.length > 0 ? goals : timeToWatch(drill, plan, onset.at);
  const { windowMs, scrapeMs, evaluationMs } = plan.timing;
  const could = 2 * windowMs + plan.holdMs + 4 * (scrapeMs + evaluationMs);
  return [...goals, goalOfTime(`time in which ${drill.alert ?? "it"} could fire`, onset.at + could / plan.factor)];
}

function timeToWatch(drill: Drill, plan: Plan, from: number): Goal[] {
  return drill.watch === undefined
    ? []
    : [goalOfTime("the end of the watch", from + milliseconds(drill.watch) / plan.factor)];
}
