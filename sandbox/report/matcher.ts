import type { Drill } from "../drill/drill.ts";
import { judge } from "../drill/judge.ts";
import { run } from "../drill/run.ts";
import type { World } from "../drill/run.ts";
import { renderText } from "./text.ts";

declare module "vitest" {
  interface Matchers {
    /** Runs the drill; what deviated, or could not be seen, is in the message. */
    toHold(): Promise<void>;
  }
}

/**
 * For vitest: `expect.extend(drillMatchers(world))`, then `await expect(drill).toHold()`. What could not be seen fails in both
 * directions: `not.toHold()` asks for a deviation.
 */
export function drillMatchers(world: World): {
  toHold(this: { readonly isNot: boolean }, drill: Drill): Promise<{ pass: boolean; message: () => string }>;
} {
  return {
    async toHold(drill) {
      const verdict = judge(await run(drill, world));
      const pass = verdict.outcome === "inconclusive" ? this.isNot : verdict.outcome === "held";
      return { pass, message: () => renderText([verdict], { columns: 100, colour: false }) };
    },
  };
}
