import type { LoadRecord } from "../../../load/record.ts";
import type { FiredAlert } from "./fired.ts";

/** What came of a load: everything that a verdict is made of. Plain JSON. */
export interface LoadRun {
  readonly record: LoadRecord;
  /** Null: the target is somebody's own service, and nobody watched. */
  readonly alerts: readonly FiredAlert[] | null;
  /** How it was reached: one line each. */
  readonly notes: readonly string[];
}
