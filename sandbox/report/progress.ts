import { causeOf } from "../drill/drill.ts";
import type { Drill } from "../drill/drill.ts";
import type { JournalEvent, Phase } from "../drill/journal.ts";
import type { Outcome, Verdict } from "../drill/verdict.ts";
import { drawProgress } from "./progress-lines.ts";

/** What a person sees while drills run: a line of live state each on a terminal, a line for each change otherwise. */
export interface ProgressView {
  event(drill: Drill, event: JournalEvent): void;
  ended(drill: Drill, verdict: Verdict): void;
  /** The end of the live lines: they are taken away, or left as they stand where something else is about to be said. */
  close(options?: { readonly keep: boolean }): void;
}

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** A terminal that lines can be drawn anew on. */
  readonly live: boolean;
  write(text: string): void;
}

/** One drill while it waits, runs and is over. Times are milliseconds since 1970. */
export interface DrillState {
  readonly name: string;
  readonly says: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly began?: number;
  readonly ended?: { readonly at: number; readonly outcome: Outcome };
}

const phases: Readonly<Record<Phase, readonly [says: string, share: number]>> = {
  predict: ["predicting in virtual time", 0.02],
  boot: ["booting", 0.1],
  check: ["waiting for the first scrapes", 0.15],
  steady: ["filling the windows", 0.3],
  fault: ["fault on", 0.45],
  resolve: ["fault lifted", 0.7],
  collect: ["collecting", 0.95],
  stop: ["stopping", 0.97],
};

/** Where nothing is broken, and more come than usual. */
const surgeSays: Readonly<Partial<Record<Phase, string>>> = { fault: "surge on", resolve: "surge over" };

/** Of more drills than these, a log is told only what begins and ends: it would be hundreds of lines. */
const allTold = 3;
const telling: ReadonlySet<Phase> = new Set(["boot", "fault", "resolve"]);
const beatMs = 500;

/** `now` is the clock that seconds are counted by. */
export function progressView(drills: readonly Drill[], screen: Screen, now: () => number = Date.now): ProgressView {
  const began = now();
  const states = new Map(drills.map((drill): [Drill, DrillState] => [drill, waiting(drill)]));
  const width = Math.max(0, ...drills.map((drill) => drill.name.length));
  let drawn = 0;
  let closed = false;

  const draw = (): void => {
    const lines = drawProgress([...states.values()], screen, { began, now: now() });
    screen.write(`${drawn > 0 ? `\u001B[${drawn}A\u001B[0J` : ""}${lines.join("\n")}\n`);
    drawn = lines.length;
  };
  const tell = (state: DrillState): void => {
    const seconds = `${((now() - began) / 1000).toFixed(1)} s`.padStart(7);
    screen.write(`${seconds}  ${state.name.padEnd(width)}  ${state.says}\n`);
  };
  const change = (drill: Drill, to: Partial<DrillState>, aloud: boolean): void => {
    const state = { ...(states.get(drill) ?? waiting(drill)), ...to };
    states.set(drill, state);
    if (screen.live && !closed) draw();
    else if (!screen.live && aloud) tell(state);
  };
  // Seconds go on where nothing happens; a beat that draws, and waits for nothing.
  const beat = screen.live ? setInterval(draw, beatMs) : undefined;
  beat?.unref();

  return {
    event: (drill, event) => {
      const says = saysOf(event, drill);
      if (says === undefined) return;
      const phase = event.what === "phase" ? event.phase : undefined;
      const share = phase === undefined ? states.get(drill)?.share : phases[phase][1];
      const aloud = drills.length <= allTold || (phase !== undefined && telling.has(phase));
      change(drill, { says, began: states.get(drill)?.began ?? now(), share: share ?? 0 }, aloud);
    },
    ended: (drill, { outcome, seconds }) => {
      const over = [...states.values()].filter((state) => state.ended).length + 1;
      const count = screen.live || drills.length === 1 ? "" : ` (${over} of ${drills.length} done)`;
      const says = `${outcome} in ${seconds.toFixed(1)} s${count}`;
      change(drill, { says, share: 1, ended: { at: now(), outcome } }, true);
    },
    close: (options) => {
      clearInterval(beat);
      closed = true;
      if (drawn > 0 && options?.keep !== true) screen.write(`\u001B[${drawn}A\u001B[0J`);
      drawn = 0;
    },
  };
}

function waiting({ name }: Drill): DrillState {
  return { name, says: "waiting", share: 0 };
}

function saysOf(event: JournalEvent, drill: Drill): string | undefined {
  switch (event.what) {
    case "phase":
      if (event.phase === "fault" && !drill.fault) return "watching";
      if (causeOf(drill) === "surge") return surgeSays[event.phase] ?? phases[event.phase][0];
      return phases[event.phase][0];
    case "factor":
      return `time divided by ${event.factor}`;
    case "estimate":
      return `will take about ${event.seconds.toFixed(0)} s, and the boot`;
    case "seen":
      return `${event.alert} ${event.state}`;
    case "delivery":
      return `${event.receiver} told that ${event.alert} is ${event.status}`;
    default:
      return undefined;
  }
}
