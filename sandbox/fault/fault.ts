import type { IdealSeries } from "../prove/ideal.ts";
import type { Runtime } from "../stack/service.ts";
import type { Stack } from "../stack/stack.ts";
import type { ApiControl } from "./api-control.ts";
import type { LoadControl } from "./load-control.ts";

/** What a drill says of its fault: data, so that it can be written as YAML and kept in a journal. */
export type FaultSpec =
  | { readonly kind: "http-error"; readonly ratio: number; readonly route?: string }
  | { readonly kind: "latency"; readonly ms: number; readonly ratio?: number; readonly route?: string }
  | ({ readonly kind: "latency"; readonly route?: string } & Percentiles)
  | { readonly kind: "down"; readonly service: string; readonly how: "kill" | "pause" | "cut" }
  | { readonly kind: "memory"; readonly share: number }
  | { readonly kind: "pool"; readonly share: number }
  | { readonly kind: "slow-query"; readonly ms: number; readonly ratio?: number }
  | { readonly kind: "cpu-burn"; readonly share: number }
  | { readonly kind: "traffic"; readonly share: number }
  | { readonly kind: "login-brute-force"; readonly perSecond: number }
  | { readonly kind: "surge"; readonly load: string };

/** Milliseconds that half, 95 % and 99 % of requests are held up at most; the rest as long as `p99`. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export type FaultKind = FaultSpec["kind"];
export type SpecOf<K extends FaultKind> = Extract<FaultSpec, { readonly kind: K }>;

/** One file per kind. */
export interface Fault<K extends FaultKind> {
  readonly kind: K;
  /** The one line that `--help` and the sandbox's prompt show. */
  readonly summary: string;
  /** Pure: it leaves something as it was not before, even when it is lifted; such a stack is not drilled again. Not given: none does. */
  destructive?(spec: SpecOf<K>): boolean;
  /** Real milliseconds that it is known to take at worst, between being asked for and being in force. */
  readonly bracketMs: Readonly<Record<Runtime["kind"], number>>;
  /** A spec from a drill's parameters, or all that is wrong with them. */
  read(
    parameters: Readonly<Record<string, unknown>>,
  ): { readonly spec: SpecOf<K> } | { readonly bad: readonly BadParameter[] };
  /** Why it can't be had in a runtime, in a sentence; undefined: it can. */
  refusal?(spec: SpecOf<K>, runtime: Runtime["kind"]): string | undefined;
  /**
   * Pure: real milliseconds from when it is in force until a target can show it, since what it makes slow is counted when it
   * ends. They are not scaled: the factor turns them into minutes. Not given: none.
   */
  delayMs?(spec: SpecOf<K>): number;
  /** Pure: real milliseconds from when it is lifted until all that it held up has ended and is counted. Not given: its delay. */
  aftermathMs?(spec: SpecOf<K>): number;
  /** Resolves when the target says that the fault is in force. Disposing undoes it, and resolves when it is undone. */
  inject(spec: SpecOf<K>, scene: Scene): Promise<AsyncDisposable>;
  /** Pure: the ideal signal, for virtual time. Undefined: not predictable. */
  predict(spec: SpecOf<K>, around: Surroundings): readonly IdealSeries[] | undefined;
  /** Pure: the services that it makes unreachable; that a scrape of them fails is no wonder. */
  silences(spec: SpecOf<K>): readonly string[];
  /** Pure: what a sample must show before the fault counts as proven. Undefined: no target would show it. */
  evidence(spec: SpecOf<K>, around: Surroundings): Evidence | undefined;
}

/** What a fault can reach. */
export interface Scene {
  readonly stack: Stack;
  readonly api: ApiControl;
  readonly load: LoadControl;
}

export interface BadParameter {
  /** The key that is wrong; undefined: one is missing. */
  readonly key?: string;
  readonly message: string;
}

/** What a fault may know of the stack: production labels, not addresses. */
export interface Surroundings {
  readonly requestsPerSecond: number;
  /** Of each service that is scraped, by the service's name: the labels of its target. */
  readonly targets: Readonly<Record<string, { readonly job: string; readonly instance: string }>>;
}

/** A selector, in production labels, and how its samples show the fault. */
export type Evidence = { readonly selector: string } & (
  | { readonly shows: "above what it was" | "zero" }
  | { readonly shows: "at least" | "more by"; readonly value: number }
  /** The selector is of a histogram's buckets, `le` this one and `+Inf`: more than before are beyond it. */
  | { readonly shows: "more slow ones"; readonly thanSeconds: number }
  /** A counter that grows by a part of what it grew by, or not at all. */
  | { readonly shows: "slower growth"; readonly share: number }
  /** A counter that grows by more than it did. */
  | { readonly shows: "faster growth" }
);
