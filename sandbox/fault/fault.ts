import type { Stack } from "../stack/stack.ts";

/** What a drill says of its fault: data, so that it can be written as YAML and kept in a journal. */
export type FaultSpec =
  | { readonly kind: "http-error"; readonly ratio: number; readonly route?: string }
  | { readonly kind: "down"; readonly service: string; readonly how: "kill" | "pause" };

export type FaultKind = FaultSpec["kind"];
export type SpecOf<K extends FaultKind> = Extract<FaultSpec, { kind: K }>;

/** One scraped series while all is well and while the ideal fault is on. */
export interface IdealSeries {
  /** With the labels that it has in production: `http_requests_total{job="bailbondpro-api",status_code="500"}`. */
  readonly series: string;
  /** A counter's growth per second, or a gauge's value; `stale` means that it is not there. */
  readonly type: "counter" | "gauge";
  readonly before: number | "stale";
  readonly during: number | "stale";
}

/** What a prediction may know of the stack: production labels, not addresses. */
export interface Surroundings {
  readonly perSecond: number;
  /** Of each service that is scraped: the labels of its target. */
  readonly targets: Readonly<Record<string, { readonly job: string; readonly instance: string }>>;
}

/** One file per kind. `inject` resolves when the target says that the fault is in force; disposing undoes it, and is done when undone. */
export interface Fault<K extends FaultKind> {
  readonly kind: K;
  /** What is wrong with the parameters, by key; an empty list is fine. */
  check(parameters: Readonly<Record<string, unknown>>, services: readonly string[]): readonly BadParameter[];
  /** From parameters that `check` found nothing wrong with. */
  read(parameters: Readonly<Record<string, unknown>>): SpecOf<K>;
  /** A selector of samples and the value from which on the fault is proven to be seen by Prometheus. */
  inject(spec: SpecOf<K>, stack: Stack): Promise<AsyncDisposable>;
  /** Pure: the ideal signal. Undefined: not predictable. */
  predict(spec: SpecOf<K>, around: Surroundings): readonly IdealSeries[] | undefined;
  /** Pure: PromQL, in production labels, that is non-empty and non-zero once a sample shows the fault. */
  evidence(spec: SpecOf<K>, around: Surroundings): string;
  /** How many services it ends or freezes: a stack that a destructive fault was in is not used again. */
  readonly destructive: boolean;
}

export interface BadParameter {
  /** The key that is wrong; undefined: the whole is. */
  readonly key?: string;
  readonly message: string;
}
