import type { AppFault } from "./fault.ts";
import { numberFrom, problemOf } from "./parameters.ts";

interface Parameters {
  /** 0 to 0.95: the share of one core that is burnt. */
  readonly share: number;
}

/** The longest that is burnt at one go, before the event loop does all that has come in. */
const sliceMs = 40;
/** Above it, the control port could not be sure to answer, and the fault not to be lifted. */
const mostShare = 0.95;

/** A share of one core is burnt on the event loop, as a computation without end would: requests wait for it. */
export function cpuBurn(): AppFault {
  let inForce: Parameters | undefined;
  let beat: NodeJS.Timeout | undefined;
  const clear = async (): Promise<void> => {
    inForce = undefined;
    clearInterval(beat);
  };
  return {
    kind: "cpu-burn",
    set: async (parameters) => {
      const problem = problemOf("cpu-burn", parameters, { share: numberFrom(0, mostShare) });
      if (problem) return problem;
      await clear();
      const { share } = parameters as Parameters;
      inForce = { share };
      const start = performance.now();
      let burntMs = 0;
      beat = setInterval(() => {
        burntMs += burn(Math.min(sliceMs, share * (performance.now() - start) - burntMs));
      }, 1);
      return undefined;
    },
    clear,
    current: () => inForce && { ...inForce },
  };
}

/** Milliseconds that it took. */
function burn(ms: number): number {
  const start = performance.now();
  while (performance.now() - start < ms);
  return performance.now() - start;
}
