import type { LoadSecond } from "../../../load/record.ts";
import type { BudgetSpent } from "../../drill/load/budget-watch.ts";
import type { Screen } from "../progress.ts";
import { drawLoad } from "./progress-lines.ts";

/** A load while it is on. */
export interface LoadState {
  readonly name: string;
  /** What goes on: "booting", "under load". */
  readonly says: string;
  /** How long it is to last; null: nobody knows. */
  readonly ofSeconds: number | null;
  /** The last second that is over; undefined: none is. */
  readonly second: LoadSecond | undefined;
  readonly sent: number;
  readonly failed: number;
  readonly budgets: readonly BudgetSpent[];
}

/** What a person sees while a load is on: lines drawn anew on a terminal, otherwise one for each change and every few seconds. */
export interface LoadView {
  says(what: string, ofSeconds?: number): void;
  second(second: LoadSecond, budgets: readonly BudgetSpent[]): void;
  /** The end of the live lines: they are taken away, or left as they stand where something else is about to be said. */
  close(options?: { readonly keep: boolean }): void;
}

/** A log gets a line for so many seconds. */
const told = 5;
const beatMs = 500;

/** `now` is the clock that seconds are counted by. */
export function loadView(name: string, screen: Screen, now: () => number = Date.now): LoadView {
  const began = now();
  let state: LoadState = { name, says: "waiting", ofSeconds: null, second: undefined, sent: 0, failed: 0, budgets: [] };
  let drawn = 0;
  let closed = false;

  const draw = (): void => {
    const lines = drawLoad(state, screen.columns, now() - began);
    screen.write(`${drawn > 0 ? `\u001B[${drawn}A\u001B[0J` : ""}${lines.join("\n")}\n`);
    drawn = lines.length;
  };
  const show = (line: string | undefined): void => {
    if (closed) return;
    if (screen.live) draw();
    else if (line !== undefined) screen.write(`${seconds(now() - began)}  ${line}\n`);
  };
  // Seconds go on where nothing happens; a beat that draws, and waits for nothing.
  const beat = screen.live ? setInterval(draw, beatMs) : undefined;
  beat?.unref();

  return {
    says: (says, ofSeconds) => {
      // Of another trial, what was counted before is not counted.
      const anew = ofSeconds === undefined ? {} : { ofSeconds, second: undefined, sent: 0, failed: 0, budgets: [] };
      state = { ...state, says, ...anew };
      show(says);
    },
    second: (second, budgets) => {
      state = {
        ...state,
        second,
        sent: state.sent + second.sent,
        failed: state.failed + second.failed,
        budgets,
      };
      const [, ...lines] = drawLoad(state, Infinity, now() - began);
      show(
        (second.second + 1) % told === 0
          ? lines.map((line) => line.trim().replace(/ {2,}/g, " ")).join(", ")
          : undefined,
      );
    },
    close: (options) => {
      clearInterval(beat);
      closed = true;
      if (drawn > 0 && options?.keep !== true) screen.write(`\u001B[${drawn}A\u001B[0J`);
      drawn = 0;
    },
  };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`.padStart(7);
}
