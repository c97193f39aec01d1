import type { DrillState, Screen } from "./progress.ts";

const barWidth = 24;

/**
 * The lines of a live view, always fewer than the screen has rows: a line for each drill and one of the whole. Where there
 * is no room for all, those that run are shown, then those that ended last; what waits is only counted.
 */
export function drawProgress(
  states: readonly DrillState[],
  screen: Pick<Screen, "columns" | "rows">,
  time: { readonly began: number; readonly now: number },
): string[] {
  const room = Math.max(1, screen.rows - 2);
  const shown = new Set(states.length <= room ? states : mostTelling(states).slice(0, room));
  const width = Math.max(0, ...[...shown].map(({ name }) => name.length));
  const lines = states
    .filter((state) => shown.has(state))
    .map((state) => `${seconds(state, time.now).padStart(5)}  ${state.name.padEnd(width)}  ${state.says}`);
  return [...lines, whole(states, time)].map((line) => line.slice(0, Math.max(1, screen.columns - 1)));
}

function mostTelling(states: readonly DrillState[]): DrillState[] {
  const running = states.filter((state) => state.began !== undefined && !state.ended);
  const over = states
    .flatMap((state) => (state.ended ? [{ state, at: state.ended.at }] : []))
    .toSorted((a, b) => b.at - a.at)
    .map(({ state }) => state);
  return [...running, ...over];
}

/** How long a drill has run; an ended one says that itself, and one that waits has not begun. */
function seconds({ began, ended }: DrillState, now: number): string {
  return began === undefined || ended ? "" : `${((now - began) / 1000).toFixed(0)} s`;
}

function whole(
  states: readonly DrillState[],
  { began, now }: { readonly began: number; readonly now: number },
): string {
  const share = states.reduce((sum, state) => sum + state.share, 0) / Math.max(1, states.length);
  const full = Math.floor(share * barWidth);
  const count = (outcome: string): number => states.filter(({ ended }) => ended?.outcome === outcome).length;
  const running = states.filter((state) => state.began !== undefined && !state.ended).length;
  const done = states.filter((state) => state.ended).length;
  const parts = [
    `${done} of ${states.length} done`,
    ...(["deviated", "inconclusive"] as const).flatMap((each) => (count(each) > 0 ? [`${count(each)} ${each}`] : [])),
    ...(states.length > 1 ? [`${running} running`] : []),
    `${((now - began) / 1000).toFixed(0)} s`,
  ];
  return `${"█".repeat(full)}${"░".repeat(barWidth - full)}  ${parts.join(", ")}`;
}
