import { down } from "./down.ts";
import type { IdealSeries } from "../prove/ideal.ts";
import type { Evidence, Fault, FaultKind, FaultSpec, Scene, Surroundings } from "./fault.ts";
import { httpError } from "./http-error.ts";

/** Every fault there is, by its kind. */
export const faults: { readonly [K in FaultKind]: Fault<K> } = { "http-error": httpError, down };

export function isFaultKind(kind: string): kind is FaultKind {
  return Object.hasOwn(faults, kind);
}

/** The fault of a spec, with the spec already in its hands. */
export function faultOf(spec: FaultSpec): BoundFault {
  // One kind's methods take one kind's spec; the spec's own `kind` is what ties the two together.
  const fault = faults[spec.kind] as unknown as Fault<FaultKind>;
  return {
    destructive: fault.destructive,
    bracketMs: fault.bracketMs,
    inject: (scene) => fault.inject(spec, scene),
    predict: (around) => fault.predict(spec, around),
    silences: () => fault.silences(spec),
    evidence: (around) => fault.evidence(spec, around),
  };
}

export interface BoundFault {
  readonly destructive: boolean;
  readonly bracketMs: Fault<FaultKind>["bracketMs"];
  inject(scene: Scene): Promise<AsyncDisposable>;
  predict(around: Surroundings): readonly IdealSeries[] | undefined;
  silences(): readonly string[];
  evidence(around: Surroundings): Evidence | undefined;
}
