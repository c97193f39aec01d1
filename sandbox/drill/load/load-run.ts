import type { LoadVerdict } from "../../../load/judge/load-verdict.ts";
import type { PrometheusSide } from "../../../load/judge/prometheus-side.ts";
import type { LoadRecord } from "../../../load/record.ts";
import type { FiredAlert } from "./fired.ts";

/** What came of a load: everything that a verdict is made of. Plain JSON. */
export interface LoadRun {
  readonly record: LoadRecord;
  /** Null: the target is somebody's own service, and there is no Prometheus to ask. */
  readonly side: PrometheusSide | null;
  /** Null: nobody watched. */
  readonly alerts: readonly FiredAlert[] | null;
  /** In words, which service of the stack ended by itself under the load; null: none did. */
  readonly fell: string | null;
  /** What ran, by service; of somebody else's nothing is known. */
  readonly versions: Readonly<Record<string, string>>;
  /** How it was reached: one line each. */
  readonly notes: readonly string[];
}

export interface JudgedLoad {
  readonly run: LoadRun;
  readonly verdict: LoadVerdict<FiredAlert>;
}
