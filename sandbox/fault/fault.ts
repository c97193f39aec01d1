import type { IdealSeries } from "../prove/ideal.ts";
import type { Runtime } from "../stack/service.ts";
import type { Stack } from "../stack/stack.ts";
import type { ApiControl } from "./api-control.ts";

/** What a drill says of its fault: data, so that it can be written as YAML and kept in a journal. */
export type FaultSpec =
  | { readonly kind: "http-error"; readonly ratio: number; readonly route?: string }
  | { readonly kind: "down"; readonly service: string; readonly how: "kill" | "pause" };

export type FaultKind = FaultSpec["kind"];
export type SpecOf<K extends FaultKind> = Extract<FaultSpec, { readonly kind: K }>;

/** One file per kind. */
export interface Fault<K extends FaultKind> {
  readonly kind: K;
  /** The one line that `--help` and the sandbox's prompt show. */
  readonly summary: string;
  /** It ends or freezes a service: a stack that it was in is not drilled again. */
  readonly destructive: boolean;
  /** Real milliseconds that it is known to take at worst, between being asked for and being in force. */
  readonly bracketMs: Readonly<Record<Runtime["kind"], number>>;
  /** A spec from a drill's parameters, or all that is wrong with them. */
  read(
    parameters: Readonly<Record<string, unknown>>,
  ): { readonly spec: SpecOf<K> } | { readonly bad: readonly BadParameter[] };
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

/** A selector, in production labels, and how the sum of its samples shows the fault. */
export interface Evidence {
  readonly selector: string;
  readonly shows: "above what it was" | "zero";
}
