import type { Runtime } from "../stack/service.ts";
import { cpuBurn } from "./cpu-burn.ts";
import { down } from "./down.ts";
import type { IdealSeries } from "../prove/ideal.ts";
import type { Evidence, Fault, FaultKind, FaultSpec, Scene, Surroundings } from "./fault.ts";
import { httpError } from "./http-error.ts";
import { latency } from "./latency.ts";
import { loginBruteForce } from "./login-brute-force.ts";
import { memory } from "./memory.ts";
import { pool } from "./pool.ts";
import { slowQuery } from "./slow-query.ts";
import { surge } from "./surge.ts";
import { traffic } from "./traffic.ts";

/** Every fault there is, by its kind. */
export const faults: { readonly [K in FaultKind]: Fault<K> } = {
  "http-error": httpError,
  latency,
  down,
  memory,
  pool,
  "slow-query": slowQuery,
  "cpu-burn": cpuBurn,
  traffic,
  "login-brute-force": loginBruteForce,
  surge,
};

export function isFaultKind(kind: string): kind is FaultKind {
  return Object.hasOwn(faults, kind);
}

/** The fault of a spec, with the spec already in its hands. */
export function faultOf(spec: FaultSpec): BoundFault {
  // One kind's methods take one kind's spec; the spec's own `kind` is what ties the two together.
  const fault = faults[spec.kind] as unknown as Fault<FaultKind>;
  return {
    destructive: fault.destructive?.(spec) ?? false,
    bracketMs: fault.bracketMs,
    delayMs: fault.delayMs?.(spec) ?? 0,
    aftermathMs: fault.aftermathMs?.(spec) ?? fault.delayMs?.(spec) ?? 0,
    refusal: (runtime) => fault.refusal?.(spec, runtime),
    inject: (scene) => fault.inject(spec, scene),
    predict: (around) => fault.predict(spec, around),
    silences: () => fault.silences(spec),
    evidence: (around) => fault.evidence(spec, around),
  };
}

export interface BoundFault {
  readonly destructive: boolean;
  readonly bracketMs: Fault<FaultKind>["bracketMs"];
  readonly delayMs: number;
  readonly aftermathMs: number;
  refusal(runtime: Runtime["kind"]): string | undefined;
  inject(scene: Scene): Promise<AsyncDisposable>;
  predict(around: Surroundings): readonly IdealSeries[] | undefined;
  silences(): readonly string[];
  evidence(around: Surroundings): Evidence | undefined;
}
