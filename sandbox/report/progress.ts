import type { Drill } from "../drill/drill.ts";
import type { JournalEvent, Phase } from "../drill/journal.ts";
import type { Verdict } from "../drill/verdict.ts";

/** What a person sees while drills run: a line of live state each on a terminal, a line for each change otherwise. */
export interface ProgressView {
  event(drill: Drill, event: JournalEvent): void;
  ended(drill: Drill, verdict: Verdict): void;
  /** Takes the live lines away; plain ones stay. */
  close(): void;
}

export interface Screen {
  readonly columns: number;
  /** A terminal that lines can be drawn anew on. */
  readonly live: boolean;
  write(text: string): void;
}

const phases: Readonly<Record<Phase, string>> = {
  predict: "predicting in virtual time",
  boot: "booting",
  check: "waiting for the first scrapes",
  steady: "filling the windows",
  fault: "fault on",
  resolve: "fault lifted",
  collect: "collecting",
  stop: "stopping",
};

export function progressView(drills: readonly Drill[], screen: Screen): ProgressView {
  const states = new Map<string, string>(drills.map((drill) => [drill.name, "waiting"]));
  const width = Math.max(...drills.map((drill) => drill.name.length));
  let drawn = 0;

  const line = (name: string): string =>
    `${name.padEnd(width)}  ${states.get(name) ?? ""}`.slice(0, screen.columns - 1);
  const erase = (): void => {
    if (drawn > 0) screen.write(`\u001B[${drawn}A\u001B[0J`);
    drawn = 0;
  };
  const draw = (): void => {
    erase();
    const done = [...states.values()].filter((state) => /^(held|deviated|inconclusive)/.test(state)).length;
    const lines = [...drills.map((drill) => line(drill.name)), `${done} of ${drills.length} done`];
    screen.write(`${lines.join("\n")}\n`);
    drawn = lines.length;
  };
  const say = (drill: Drill, state: string): void => {
    states.set(drill.name, state);
    if (screen.live) draw();
    else screen.write(`${line(drill.name)}\n`);
  };

  return {
    event: (drill, event) => {
      const state = stateOf(event);
      if (state !== undefined) say(drill, state);
    },
    ended: (drill, verdict) => say(drill, `${verdict.outcome} in ${verdict.seconds.toFixed(1)} s`),
    close: erase,
  };
}

function stateOf(event: JournalEvent): string | undefined {
  switch (event.what) {
    case "phase":
      return phases[event.phase];
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
