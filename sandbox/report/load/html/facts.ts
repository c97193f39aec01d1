import type { FiredAlert } from "../../../drill/load/fired.ts";
import type { Comparison } from "./comparison.ts";
import type { LoadVerdict } from "./told.ts";

/** What the page says of a load. */
export type Told = LoadVerdict<FiredAlert>;

/** One load of a search for the highest rate that keeps the objectives. */
export interface Trial {
  readonly perSecond: number;
  /** Null: nothing was answered. */
  readonly p95Ms: number | null;
  /** Whether every objective was kept. */
  readonly kept: boolean;
}

/** What is told beside a record and its verdict. */
export interface LoadFacts {
  /** Null: the target is somebody's own service. */
  readonly runtime: "container" | "process" | null;
  /** How it was reached: one line each. */
  readonly notes: readonly string[];
  /** Of a search. `knee`: the highest rate that kept the objectives; null: none did. */
  readonly breakpoint: { readonly trials: readonly Trial[]; readonly knee: number | null } | null;
  /** Against a saved baseline of that name. */
  readonly comparison: (Comparison & { readonly name: string }) | null;
}
