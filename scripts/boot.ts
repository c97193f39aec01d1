import { checkOfficially, toolsOf } from "../sandbox/drill/play/check-officially.ts";
import type { Fixtures } from "../sandbox/drill/read/fixtures.ts";
import type { Beside } from "../sandbox/drill/play/session.ts";
import { castOf, servicesOf } from "../sandbox/drill/play/staging.ts";
import { chooseRuntime } from "../sandbox/stack/choose.ts";
import type { Chosen } from "../sandbox/stack/choose.ts";
import type { StackChoice } from "./stack-options.ts";

/** A runtime with all that drills need in it, and configurations that the releases that will run agree with. */
export async function openRuntime(
  fixtures: Fixtures,
  { wanted, versions }: StackChoice,
  say: (line: string) => void,
  signal: AbortSignal,
  beside: Beside = {},
): Promise<Chosen> {
  const services = servicesOf(castOf({ fixtures, factor: 1, rules: {}, versions, ...beside }));
  const chosen = await chooseRuntime({ wanted, services, tools: toolsOf(versions), progress: say, signal });
  say(chosen.why);
  try {
    await checkOfficially(fixtures, versions, chosen.runtime, signal);
    return chosen;
  } catch (error) {
    await chosen.runtime[Symbol.asyncDispose]();
    throw error;
  }
}
