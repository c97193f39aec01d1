import type { Knee, Trial } from "../../../../load/breakpoint.ts";
import type { LoadVerdict } from "../../../../load/judge/load-verdict.ts";
import type { FiredAlert } from "../../../drill/load/fired.ts";
import type { Comparison } from "./comparison.ts";

/** What a load came to, and which alerts fired meanwhile. */
export type Told = LoadVerdict<FiredAlert>;

/** A trial of a search; its p95 is null where nothing was answered. */
export type ToldTrial = Trial & { readonly p95Ms: number | null };

/** What is told beside a record and its verdict. */
export interface LoadFacts {
  /** Null: the target is somebody's own service. */
  readonly runtime: "container" | "process" | null;
  /** How it was reached: one line each. */
  readonly notes: readonly string[];
  /** Of a search for the highest rate, in the order in which it was tried; the record is of one of its trials. */
  readonly breakpoint: { readonly trials: readonly ToldTrial[]; readonly knee: Knee } | null;
  /** Against a saved baseline of that name. */
  readonly comparison: (Comparison & { readonly name: string }) | null;
}
