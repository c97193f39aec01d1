import type { AppFault } from "./fault.ts";
import { numberFrom, problemOf } from "./parameters.ts";

interface Parameters {
  /** 0 to 1: the share of the memory limit that the process takes, all that it needs anyway included. */
  readonly share: number;
}

/** Pages are touched in pieces, so that requests are answered in between. */
const pieceBytes = 16 * 1024 * 1024;
/** How far the process may be off its share, as a part of the limit: it breathes. */
const tolerance = 0.005;
const everyMs = 50;

/**
 * The process takes memory, for real: as much as brings its resident set to a share of the limit, and it is kept there while
 * the heap grows and shrinks. In a resizable buffer, since only that gives its pages back at once, and every time.
 */
export function memory(limitBytes: number): AppFault {
  let inForce: Parameters | undefined;
  // Address space alone, until it is resized and touched.
  const held = new ArrayBuffer(0, { maxByteLength: limitBytes });
  let beat: NodeJS.Timeout | undefined;

  const missing = (share: number): number => Math.round(share * limitBytes) - process.memoryUsage.rss();
  /** One step towards the share; false where it is reached, or where there is nothing to give back. */
  const step = (share: number): boolean => {
    const bytes = missing(share);
    if (bytes > 0) {
      const from = held.byteLength;
      const to = Math.min(held.maxByteLength, from + Math.min(bytes, pieceBytes));
      held.resize(to);
      new Uint8Array(held, from, to - from).fill(1);
      return to > from;
    }
    if (-bytes <= tolerance * limitBytes) return false;
    held.resize(Math.max(0, held.byteLength + bytes));
    return false;
  };
  const clear = async (): Promise<void> => {
    inForce = undefined;
    clearInterval(beat);
    held.resize(0);
  };

  return {
    kind: "memory",
    set: async (parameters) => {
      const problem = problemOf("memory", parameters, { share: numberFrom(0, 1) });
      if (problem) return problem;
      await clear();
      const given = parameters as Parameters;
      inForce = given;
      while (step(given.share)) await new Promise<void>((done) => setImmediate(done));
      beat = setInterval(() => step(given.share), everyMs).unref();
      return undefined;
    },
    clear,
    current: () => inForce && { ...inForce },
  };
}
