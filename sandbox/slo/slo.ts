/** How bad a service was over a window, as queries of PromQL in which `{{.window}}` stands for it. */
export type Sli =
  /** Bad events, and all events. */
  | { readonly kind: "events"; readonly error: string; readonly total: string }
  /** A share of what was bad, from 0 to 1. */
  | { readonly kind: "raw"; readonly errorRatio: string };

/** What the alerts of one severity are called, and say. */
export interface SloAlert {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A service level objective, whatever format it was written in. */
export interface Slo {
  /** Of all that is generated together, only this one has it: `bailbondpro-errors`. */
  readonly id: string;
  readonly service: string;
  readonly name: string;
  /** Per cent, above 0 and below 100. */
  readonly objective: number;
  /** What the error budget is for: 28 or 30 days. */
  readonly periodMs: number;
  /** Of every series that its rules record. */
  readonly labels: Readonly<Record<string, string>>;
  readonly sli: Sli;
  /** Null: there is no such alert. */
  readonly page: SloAlert | null;
  readonly ticket: SloAlert | null;
  readonly spec: "prometheus/v1" | "openslo/v1";
}

/** The share of events that may be bad: 0.001 of 99.9 %. Without the noise of binary fractions, which people would read. */
export function budgetOf({ objective }: Pick<Slo, "objective">): number {
  return withoutNoise((100 - objective) / 100);
}

/** The share of events that have to be good: 0.999. */
export function ratioOf({ objective }: Pick<Slo, "objective">): number {
  return withoutNoise(objective / 100);
}

function withoutNoise(value: number): number {
  return Number(value.toPrecision(12));
}
