import type { Outcome } from "../../../drill/verdict.ts";

export interface SideVerdict {
  readonly outcome: Outcome;
  readonly value: number | null;
  readonly margin: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly requests: number | null;
  readonly needed: number | null;
  readonly burnRate: number | null;
  readonly budgetSpent: number | null;
  readonly observed: string;
}

export interface ObjectiveVerdict {
  readonly name: string;
  readonly objective: number;
  readonly latencyMs: number | null;
  readonly outcome: Outcome;
  readonly client: SideVerdict;
  readonly prometheus: SideVerdict | null;
  readonly difference: { readonly value: number; readonly explained: boolean; readonly why: string } | null;
}

export interface LoadVerdict<Alert> {
  readonly outcome: Outcome;
  readonly summary: string;
  readonly objectives: readonly ObjectiveVerdict[];
  readonly thresholds: readonly {
    readonly name: string;
    readonly expr: string;
    readonly sign: "<" | ">";
    readonly threshold: number;
    readonly outcome: Outcome;
    readonly value: number | null;
    readonly observed: string;
  }[];
  readonly alerts: readonly Alert[] | null;
}
