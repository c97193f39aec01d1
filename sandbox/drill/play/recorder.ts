import type { Series } from "../../observe/series.ts";
import type { Drill } from "../drill.ts";
import type { Journal, JournalEvent, Timing } from "../journal.ts";

/** An event as it is recorded: without a time it happened now. */
export type Recorded = Unplaced<JournalEvent>;
type Unplaced<E> = E extends unknown ? Omit<E, "at"> & { readonly at?: number } : never;

/** A journal while it is written. Nothing that was written is ever changed. */
export interface Recorder {
  record(event: Recorded): void;
  keep(series: readonly Series[]): void;
  journal(): Journal;
}

/** `listen` hears every event as it is written: progress and live views are made of them. */
export function startRecording(
  drill: Drill,
  factor: number,
  timing: Timing,
  listen: (event: JournalEvent) => void = () => {},
): Recorder {
  const events: JournalEvent[] = [];
  const kept: Series[] = [];
  return {
    record: (event) => {
      const placed = { ...event, at: event.at ?? Date.now() } as JournalEvent;
      events.push(placed);
      listen(placed);
    },
    keep: (series) => void kept.push(...series),
    journal: () => ({ schema: 1, drill, factor, timing, events: [...events], series: [...kept] }),
  };
}
