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

/** For vitest: `expect.extend(drillMatchers(world))`, then `await expect(drill).toHold()`. */
export function drillMatchers(world: World): {
  toHold(drill: Drill): Promise<{ pass: boolean; message: () => string }>;
} {
  return {
    toHold: async (drill) => {
      const verdict = judge(await run(drill, world));
      return {
        pass: verdict.outcome === "held",
        message: () => renderText([verdict], { columns: 100, colour: false }),
      };
    },
  };
}
